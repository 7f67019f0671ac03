import { type Accessor, createRoot, createSignal, getOwner, onCleanup, untrack } from 'solid-js';

/** Things that stay exact by events and so are worth keeping after their page is left: coming back needs no request. */
export type RefCountedCache<T> = {
  /** Held as long as the calling owner lives. */
  acquire: (key: string) => T;
  find: (key: string) => T | undefined;
  all: () => T[];
  /** Those on a page now. */
  active: () => T[];
  evictIdle: () => void;
};

/**
 * Makes things on demand and keeps, of those nobody uses, only the `most` recent: idle ones should ask for nothing.
 * All end with the calling owner.
 */
export function createRefCountedCache<T>(
  most: number,
  make: (key: string, isUsed: Accessor<boolean>) => T,
): RefCountedCache<T> {
  type Kept = { thing: T; users: Accessor<number>; use: (more: number) => void; dispose: () => void };
  const owner = getOwner();
  const kept = new Map<string, Kept>();
  const isIdle = ({ users }: Kept) => untrack(users) === 0;

  const open = (key: string): Kept =>
    createRoot((dispose) => {
      const [users, setUsers] = createSignal(0);
      const use = (more: number) => void setUsers((now) => now + more);
      return { thing: make(key, () => users() > 0), users, use, dispose };
    }, owner ?? undefined);

  function trim(most: number): void {
    const idle = [...kept].filter(([, held]) => isIdle(held));
    for (const [key, { dispose }] of idle.slice(0, Math.max(0, idle.length - most))) {
      kept.delete(key);
      dispose();
    }
  }

  onCleanup(() => {
    for (const { dispose } of kept.values()) dispose();
  });
  return {
    acquire: (key) => {
      const held = kept.get(key) ?? open(key);
      // Again at the end: the most recent stay longest.
      kept.delete(key);
      kept.set(key, held);
      held.use(1);
      onCleanup(() => {
        held.use(-1);
        trim(most);
      });
      return held.thing;
    },
    find: (key) => kept.get(key)?.thing,
    all: () => [...kept.values()].map(({ thing }) => thing),
    active: () => [...kept.values()].filter((held) => !isIdle(held)).map(({ thing }) => thing),
    evictIdle: () => trim(0),
  };
}
