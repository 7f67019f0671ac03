import { type Accessor, createRoot, createSignal, getOwner, onCleanup, untrack } from 'solid-js';

/** Values created on demand and shared by key. Values that events keep exact can be shown again without a request. */
export type RefCountedCache<T> = {
  /** Returns the value of the key and counts a reference until the calling owner ends. */
  acquire: (key: string) => T;
  find: (key: string) => T | undefined;
  all: () => T[];
  /** Those with at least one reference. */
  active: () => T[];
  evictIdle: () => void;
};

/**
 * Creates an empty cache. Of the values without a reference, only the `maxIdle` most recent are kept; an idle value
 * should send no requests. All values end with the calling owner.
 */
export function createRefCountedCache<T>(
  maxIdle: number,
  create: (key: string, isActive: Accessor<boolean>) => T,
): RefCountedCache<T> {
  type Entry = {
    value: T;
    references: Accessor<number>;
    addReferences: (count: number) => void;
    dispose: () => void;
  };
  const owner = getOwner();
  /** Least recently acquired first. */
  const entries = new Map<string, Entry>();
  const isIdle = ({ references }: Entry) => untrack(references) === 0;

  const createEntry = (key: string): Entry =>
    createRoot((dispose) => {
      const [references, setReferences] = createSignal(0);
      const addReferences = (count: number) => void setReferences((current) => current + count);
      return { value: create(key, () => references() > 0), references, addReferences, dispose };
    }, owner ?? undefined);

  function evict(keep: number): void {
    const idle = [...entries].filter(([, entry]) => isIdle(entry));
    for (const [key, { dispose }] of idle.slice(0, Math.max(0, idle.length - keep))) {
      entries.delete(key);
      dispose();
    }
  }

  onCleanup(() => {
    for (const { dispose } of entries.values()) dispose();
  });
  return {
    acquire: (key) => {
      const entry = entries.get(key) ?? createEntry(key);
      entries.delete(key);
      entries.set(key, entry);
      entry.addReferences(1);
      onCleanup(() => {
        entry.addReferences(-1);
        evict(maxIdle);
      });
      return entry.value;
    },
    find: (key) => entries.get(key)?.value,
    all: () => [...entries.values()].map(({ value }) => value),
    active: () => [...entries.values()].filter((entry) => !isIdle(entry)).map(({ value }) => value),
    evictIdle: () => evict(0),
  };
}
