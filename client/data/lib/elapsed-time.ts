/**
 * Starts a stopwatch; the returned function reads it in milliseconds. The two clocks of a browser fail differently: the
 * date jumps when it is set, and the monotonic clock may stop while the computer sleeps. So the longer time counts.
 */
export function startStopwatch(): () => number {
  const date = Date.now();
  const monotonic = performance.now();
  return () => Math.max(Date.now() - date, performance.now() - monotonic);
}
