import { type Accessor, createEffect, untrack } from 'solid-js';

/** Asks nothing for a list nobody looks at: it asks when somebody does again. */
export function deferUntilActive(isUsed: Accessor<boolean>, ask: () => void): () => void {
  let isPending = false;
  createEffect(() => {
    if (!isUsed() || !isPending) return;
    isPending = false;
    ask();
  });
  return () => {
    if (untrack(isUsed)) ask();
    else isPending = true;
  };
}
