import { type Accessor, createEffect, untrack } from 'solid-js';

/**
 * The signal of requests that only a shown view needs: it aborts when the view becomes inactive, and another one follows.
 * `onCancel` runs after each abort.
 */
export function cancelWhenIdle(isActive: Accessor<boolean>, onCancel?: () => void): Accessor<AbortSignal> {
  let controller = new AbortController();
  createEffect(() => {
    if (isActive()) return;
    controller.abort();
    controller = new AbortController();
    if (onCancel) untrack(onCancel);
  });
  return () => controller.signal;
}
