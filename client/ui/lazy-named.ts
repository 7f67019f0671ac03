import { type Component, lazy } from 'solid-js';
import { isOnline } from '../data/lib/page-lifecycle.ts';

/** A part that is downloaded when it is first wanted, by its name in its file. Without network it waits for it. */
export const lazyNamed = <K extends string, P extends object>(
  load: () => Promise<Record<K, Component<P>>>,
  name: K,
) => lazy(async () => ({ default: (await loadOnline(load))[name] }));

async function loadOnline<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (failure) {
    if (isOnline()) throw failure;
    await new Promise((resolve) => addEventListener('online', resolve, { once: true }));
    return loadOnline(load);
  }
}
