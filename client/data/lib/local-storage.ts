import { onPageResume, onWindow } from './page-lifecycle.ts';

/** Synchronous text storage, shared by the tabs of this browser: a value is stored before the tab can close. */
export type KeyValueStore = {
  get: (key: string) => string | undefined;
  /** Returns false if the browser refuses the value: then only this page has it, and it ends with the page. */
  set: (key: string, text: string) => boolean;
  remove: (key: string) => void;
  keys: (prefix: string) => string[];
  /**
   * Runs when another tab changes the value of a key. The key is null if any value may have changed: another tab has
   * cleared the storage, or this page was suspended. Ends with the calling owner.
   */
  onChange: (listener: (key: string | null) => void) => void;
};

/** A refused value, and the stored text at that time: if it differs later, another tab has written a newer value. */
type RefusedValue = { text: string; storedText: string | null };

/** The browser's `localStorage`. A value it refuses (full or disabled) is held in memory until the page closes. */
export function createLocalStorage(): KeyValueStore {
  const memory = new Map<string, RefusedValue>();
  const tryStorage = <T>(run: (storage: Storage) => T, fallback: T): T => {
    try {
      return globalThis.localStorage ? run(localStorage) : fallback;
    } catch {
      return fallback;
    }
  };
  const read = (key: string) => tryStorage((storage) => storage.getItem(key), null);
  const write = (key: string, text: string) => (storage: Storage) => {
    storage.setItem(key, text);
    return true;
  };
  return {
    get: (key) => {
      const storedText = read(key);
      const refused = memory.get(key);
      if (refused?.storedText === storedText) return refused.text;
      memory.delete(key);
      return storedText ?? undefined;
    },
    set: (key, text) => {
      const isStored = tryStorage(write(key, text), false);
      if (isStored) memory.delete(key);
      else memory.set(key, { text, storedText: read(key) });
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
    onChange: (listener) => {
      onWindow(['storage'], (event) => listener((event as StorageEvent).key ?? null));
      onPageResume(() => listener(null));
    },
  };
}
