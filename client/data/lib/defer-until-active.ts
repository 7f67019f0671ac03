import { type Accessor, createEffect, untrack } from 'solid-js';

/** Returns a function that runs `run` now if active, otherwise once when it becomes active. */
export function deferUntilActive(isActive: Accessor<boolean>, run: () => void): () => void {
  let isPending = false;
  createEffect(() => {
    if (!isActive() || !isPending) return;
    isPending = false;
    run();
  });
  return () => {
    if (untrack(isActive)) run();
    else isPending = true;
  };
}
