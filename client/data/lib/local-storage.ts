/** Where unsent text is kept: written at once, so that closing the tab loses nothing. Every key is of one person. */
export type KeyValueStore = {
  get: (key: string) => string | undefined;
  set: (key: string, text: string) => void;
  remove: (key: string) => void;
  keys: (prefix: string) => string[];
};

/** The browser's `localStorage`; what it refuses (full, or switched off) is kept for the life of the page. */
export function createLocalStorage(): KeyValueStore {
  const memory = new Map<string, string>();
  const stored = <T>(run: (storage: Storage) => T, otherwise: T): T => {
    try {
      return globalThis.localStorage ? run(localStorage) : otherwise;
    } catch {
      return otherwise;
    }
  };
  const written = (key: string, text: string) => (storage: Storage) => {
    storage.setItem(key, text);
    return true;
  };
  return {
    get: (key) => memory.get(key) ?? stored((storage) => storage.getItem(key), null) ?? undefined,
    set: (key, text) => {
      memory.set(key, text);
      if (stored(written(key, text), false)) memory.delete(key);
    },
    remove: (key) => {
      memory.delete(key);
      stored((storage) => storage.removeItem(key), undefined);
    },
    keys: (prefix) =>
      [...new Set([...memory.keys(), ...stored((storage) => Object.keys(storage), [])])].filter((key) =>
        key.startsWith(prefix),
      ),
  };
}
