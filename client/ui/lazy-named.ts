import { type Component, lazy } from 'solid-js';
import { isOnline } from '../data/lib/page-lifecycle.ts';

/** Lazy-loads a named export as a component on first render. When offline, waits for the network. */
export const lazyNamed = <K extends string, P extends object>(
  load: () => Promise<Record<K, Component<P>>>,
  name: K,
) => lazy(async () => ({ default: (await loadOnline(load))[name] }));

async function loadOnline<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (isOnline()) throw error;
    await new Promise((resolve) => addEventListener('online', resolve, { once: true }));
    return loadOnline(load);
  }
}
