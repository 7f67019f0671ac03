/** The `Date` header has whole seconds. */
const RESOLUTION_MS = 1000;
/** A smaller difference between the two clocks is drift or rounding. */
const MAX_DRIFT_MS = 1000;
/** A smaller correction is not visible. */
const MIN_CORRECTION_MS = 1000;

/** Estimates by how much this computer's clock is behind the server's. */
export type ClockOffset = {
  /** The time by the server's clock. */
  now: () => number;
  /** Call it before a request. Call the returned function with the time that the server sent; true if `now` jumps. */
  beginRequest: () => (serverTime: number) => boolean;
  /** The date has jumped since the last response: the clock was set, or the computer slept. */
  isUncertain: () => boolean;
};

/**
 * Each response bounds the offset: the server sent its time after the request and before the response. The bounds of all
 * responses together are close; if they contradict each other, the clock was set and only the last ones count. A clock
 * that agrees with the server within the bounds is used unchanged.
 */
export function createClockOffset(date: () => number, monotonic: () => number): ClockOffset {
  let bounds = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };
  let offset = 0;
  let last = { date: date(), monotonic: monotonic() };
  let hasJumped = false;

  /** Compares the date with the monotonic clock, which is never set. */
  function detectJump(): void {
    const current = { date: date(), monotonic: monotonic() };
    const jump = current.date - last.date - (current.monotonic - last.monotonic);
    last = current;
    if (Math.abs(jump) < MAX_DRIFT_MS) return;
    hasJumped = true;
    // A computer that slept has a later date, so an earlier one means that the clock was set back.
    if (jump > 0) return;
    offset -= jump;
    bounds = { min: bounds.min - jump, max: bounds.max - jump };
  }

  const now = () => {
    detectJump();
    return date() + offset;
  };

  function beginRequest() {
    const start = { date: date(), monotonic: monotonic() };
    return (serverTime: number): boolean => {
      const before = now();
      const end = date();
      // The longer of both times: the date may have been set, the monotonic clock may have stopped.
      const duration = Math.max(end - start.date, monotonic() - start.monotonic);
      const response = { min: serverTime - end, max: serverTime + RESOLUTION_MS - (end - duration) };
      const together = {
        min: Math.max(bounds.min, response.min),
        max: Math.min(bounds.max, response.max),
      };
      const contradicts = hasJumped || together.min > together.max;
      bounds = contradicts ? response : together;
      hasJumped = false;
      const agrees = bounds.min <= 0 && bounds.max >= 0;
      offset = agrees ? 0 : (bounds.min + bounds.max) / 2;
      return Math.abs(now() - before) >= MIN_CORRECTION_MS;
    };
  }

  return {
    now,
    beginRequest,
    isUncertain: () => {
      detectJump();
      return hasJumped;
    },
  };
}
