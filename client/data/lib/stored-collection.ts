import type { KeyValueStore } from './local-storage.ts';

/** Describes one kind of stored value. */
export type StoredType<T> = {
  /** Written with each value. Increase it when the shape changes. */
  version: number;
  /** Returns the value if `data` has the shape, otherwise undefined: storage can hold anything. */
  parse: (data: unknown) => T | undefined;
  /** Converts the data of an older version; for version 0 (before versions were written) `data` is the stored text. */
  upgrade?: (data: unknown, version: number) => unknown;
};

/** Typed values below a common key prefix, shared by all tabs of this browser. */
export type StoredCollection<T> = {
  get: (id: string) => T | undefined;
  /** Returns false if the browser refuses the value: then only this page has it. */
  set: (id: string, value: T) => boolean;
  remove: (id: string) => void;
  ids: () => string[];
  /**
   * Runs when another tab changes a value below the prefix, until the calling owner ends. The id is null if any value
   * may have changed.
   */
  onChange: (listener: (id: string | null) => void) => void;
};

/**
 * The only format in which user data is stored in the browser: `{ version, data }` as JSON. A value that does not parse,
 * or that a newer build wrote, counts as absent and stays where it is.
 */
export function createStoredCollection<T>(
  storage: KeyValueStore,
  prefix: string,
  type: StoredType<T>,
): StoredCollection<T> {
  return {
    get: (id) => {
      const text = storage.get(prefix + id);
      return text === undefined ? undefined : read(text, type);
    },
    set: (id, data) => storage.set(prefix + id, JSON.stringify({ version: type.version, data })),
    remove: (id) => storage.remove(prefix + id),
    ids: () => storage.keys(prefix).map((key) => key.slice(prefix.length)),
    onChange: (listener) =>
      storage.onChange((key) => {
        if (key === null) listener(null);
        else if (key.startsWith(prefix)) listener(key.slice(prefix.length));
      }),
  };
}

function read<T>(text: string, { version, parse, upgrade }: StoredType<T>): T | undefined {
  const stored = parseEnvelope(text);
  if (stored.version === version) return parse(stored.data);
  return stored.version < version && upgrade ? parse(upgrade(stored.data, stored.version)) : undefined;
}

function parseEnvelope(text: string): { version: number; data: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value) && typeof value.version === 'number' && 'data' in value)
      return { version: value.version, data: value.data };
  } catch {
    // Text that is no JSON comes from a build before versions were written.
  }
  return { version: 0, data: text };
}

/** A guard to start a `parse` with. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Parses JSON text of unknown origin; undefined if it is none. For `upgrade` from version 0. */
export function parseJson(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
