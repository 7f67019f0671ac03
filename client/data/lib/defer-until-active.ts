import { type Accessor, createEffect, untrack } from 'solid-js';

/** Asks nothing for a list nobody looks at: it asks when somebody does again. */
export function whenUsed(isUsed: Accessor<boolean>, ask: () => void): () => void {
  let due = false;
  createEffect(() => {
    if (!isUsed() || !due) return;
    due = false;
    ask();
  });
  return () => {
    if (untrack(isUsed)) ask();
    else due = true;
  };
}
