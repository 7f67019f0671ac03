/** Synchronous text storage: a value is stored before the tab can close. */
export type KeyValueStore = {
  get: (key: string) => string | undefined;
  /** Returns whether the value outlives the page: false if the browser refused it. */
  set: (key: string, text: string) => boolean;
  remove: (key: string) => void;
  keys: (prefix: string) => string[];
};

/** The browser's `localStorage`. A value it refuses (full or disabled) is held in memory until the page closes. */
export function createLocalStorage(): KeyValueStore {
  const memory = new Map<string, string>();
  const tryStorage = <T>(run: (storage: Storage) => T, fallback: T): T => {
    try {
      return globalThis.localStorage ? run(localStorage) : fallback;
    } catch {
      return fallback;
    }
  };
  const write = (key: string, text: string) => (storage: Storage) => {
    storage.setItem(key, text);
    return true;
  };
  return {
    get: (key) => memory.get(key) ?? tryStorage((storage) => storage.getItem(key), null) ?? undefined,
    set: (key, text) => {
      memory.set(key, text);
      const isStored = tryStorage(write(key, text), false);
      if (isStored) memory.delete(key);
      return isStored;
    },
    remove: (key) => {
      memory.delete(key);
      tryStorage((storage) => storage.removeItem(key), undefined);
    },
    keys: (prefix) =>
      [...new Set([...memory.keys(), ...tryStorage((storage) => Object.keys(storage), [])])].filter((key) =>
        key.startsWith(prefix),
      ),
  };
}
