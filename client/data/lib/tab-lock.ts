/** Runs in one tab at a time. Without browser locks (http pages other than localhost) it runs at once. */
export const withTabLock = <T>(name: string, run: () => Promise<T>): Promise<T> =>
  globalThis.navigator?.locks ? navigator.locks.request(name, run) : run();
