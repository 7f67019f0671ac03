import { findHits } from '../../../shared/search-hits.ts';
import { parseSearch } from '../../../shared/search-text.ts';

/** A piece of a text; `hit`: it matches the search. The shape of the server's search snippets. */
export type TextPart = { text: string; hit: boolean };

/** Returns a function that splits a text at the hits of this search. The parts joined are the text. */
export function createSplitter(search: string): (text: string) => TextPart[] {
  const terms = parseSearch(search);
  return (text) => {
    const parts: TextPart[] = [];
    let done = 0;
    const add = (end: number, hit: boolean) => {
      if (end > done) parts.push({ text: text.slice(done, end), hit });
      done = end;
    };
    for (const { start, end } of findHits(text, terms)) {
      add(start, false);
      add(end, true);
    }
    add(text.length, false);
    return parts;
  };
}
