import { type Accessor, createSignal, onCleanup } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import { onPageResume } from '../lib/page-lifecycle.ts';
import type { RequestError } from './request.ts';

/** Server data that has no events. It is fetched again when the page becomes visible. */
export type RefetchingResource<T> = {
  /** Undefined until first loaded. Unchanged rows keep their identity, so a dialog opened from a row stays open. */
  value: Accessor<T | undefined>;
  /** The error of the latest request; `value` keeps the last data. */
  error: Accessor<RequestError | undefined>;
  /** Fetches again; never rejects. */
  refresh: () => Promise<void>;
};

/** Fetches now and on each refresh; only the response of the latest request is used. Ends with the calling component. */
export function createRefetchingResource<T>(
  load: () => Promise<readonly T[]>,
): RefetchingResource<readonly T[]> {
  const [store, setStore] = createStore<{ rows: readonly T[] | undefined }>({ rows: undefined });
  const [error, setError] = createSignal<RequestError>();
  let latest = 0;

  async function refresh(): Promise<void> {
    latest += 1;
    const current = latest;
    try {
      const rows = await load();
      if (current !== latest) return;
      setStore('rows', reconcile(rows));
      setError(undefined);
    } catch (failure) {
      // Seam: requests reject with this type only.
      if (current === latest) setError(failure as RequestError);
    }
  }

  onPageResume(() => void refresh());
  onCleanup(() => {
    latest = Number.NaN;
  });
  void refresh();
  return { value: () => store.rows, error, refresh };
}
