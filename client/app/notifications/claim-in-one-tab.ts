/** Longer than any tab is behind another. */
const HOLD_MS = 120_000;

/**
 * True in the first tab of this browser that claims the name. The lock is held for a while, because other tabs receive
 * the same event later. Without browser locks, each tab claims it.
 */
export const claimInOneTab = (name: string): Promise<boolean> =>
  new Promise((resolve) => {
    if (!navigator.locks) return resolve(true);
    const hold = (lock: Lock | null) => {
      resolve(lock !== null);
      return lock && new Promise((release) => setTimeout(release, HOLD_MS));
    };
    navigator.locks.request(name, { ifAvailable: true }, hold).catch(() => resolve(true));
  });
