/** Runs this in one tab at a time; where the browser has no locks (plain http beyond localhost), at once. */
export const withTabLock = <T>(name: string, run: () => Promise<T>): Promise<T> =>
  globalThis.navigator?.locks ? navigator.locks.request(name, run) : run();
