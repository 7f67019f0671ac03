import { type Component, lazy } from 'solid-js';

/** A part that is downloaded when it is first wanted, by its name in its file. */
export const lazily = <K extends string, P extends object>(
  load: () => Promise<Record<K, Component<P>>>,
  name: K,
) => lazy(async () => ({ default: (await load())[name] }));
