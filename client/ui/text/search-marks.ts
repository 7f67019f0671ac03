import { type Accessor, createEffect, createMemo, createSignal } from 'solid-js';
import type { TextPart } from './split-at-hits.ts';

/** Marks the hits of a search in the texts of a row. */
export type SearchMarks = {
  partsOf: (text: string) => readonly TextPart[];
  /** Whether the search contains this ticket number. */
  hasNumber: (id: number) => boolean;
};

const [code, setCode] = createSignal<typeof import('./split-at-hits.ts')>();

/** The marks of a search; without one, texts have no hits. The code loads with the first search. */
export function createSearchMarks(search: Accessor<string | undefined>): Accessor<SearchMarks> {
  createEffect(() => {
    if (search() === undefined || code()) return;
    // Without the code the results have no marks.
    import('./split-at-hits.ts').then(setCode, () => {});
  });
  return createMemo(() => {
    const q = search() ?? '';
    const split = code()?.createSplitter(q);
    return {
      partsOf: (text) => split?.(text) ?? [{ text, hit: false }],
      hasNumber: (id) => q.split(/\s+/).some((part) => part.replace('#', '') === String(id)),
    };
  });
}
