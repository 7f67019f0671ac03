import { type Accessor, createSignal, onCleanup } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import { onPageResume } from '../lib/page-lifecycle.ts';
import type { RequestError } from './request.ts';

/** Something read for one page; no event tells when it changes, so it is read again when the page comes back to sight. */
export type RefetchingResource<T> = {
  /** Undefined until first read; keeps the rows that stay, so that a question open in one of them stays open. */
  value: Accessor<T | undefined>;
  /** Why the latest reading failed; what was read before is still there. */
  error: Accessor<RequestError | undefined>;
  /** Reads again; never rejects. */
  refresh: () => Promise<void>;
};

/** Reads now and whenever asked; only the latest question's answer counts. Ends with the calling component. */
export function createRefetchingResource<T>(
  read: () => Promise<readonly T[]>,
): RefetchingResource<readonly T[]> {
  const [kept, keep] = createStore<{ rows: readonly T[] | undefined }>({ rows: undefined });
  const [error, setError] = createSignal<RequestError>();
  let asked = 0;

  async function refresh(): Promise<void> {
    asked += 1;
    const question = asked;
    try {
      const answer = await read();
      if (question !== asked) return;
      keep('rows', reconcile(answer));
      setError(undefined);
    } catch (failure) {
      // Seam: calls reject with nothing else.
      if (question === asked) setError(failure as RequestError);
    }
  }

  onPageResume(() => void refresh());
  onCleanup(() => {
    asked = Number.NaN;
  });
  void refresh();
  return { value: () => kept.rows, error, refresh };
}
