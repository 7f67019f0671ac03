import type { SearchMatch } from '../../shared/schemas.ts';
import { findHits } from '../../shared/search-hits.ts';
import type { SearchTerm } from '../../shared/search-text.ts';

type Piece = SearchMatch['snippet'][number];

/** The length of a snippet, and of the text before its first hit, in UTF-16 units. */
const MAX_LENGTH = 160;
const MAX_BEFORE = 24;

/** The text around the first hit of any term, on one line; `null` without a hit. */
export function snippetOf(text: string, terms: SearchTerm[]): Piece[] | null {
  const hits = findHits(text, terms, MAX_LENGTH);
  const [first] = hits;
  if (!first) return null;
  const start = startBefore(text, first.start);
  const end = text.length - start <= MAX_LENGTH ? text.length : boundary(text, start + MAX_LENGTH);
  const pieces: Piece[] = [];
  let done = start;
  const add = (to: number, hit: boolean) => {
    const piece = text.slice(done, to).replace(/\s+/g, ' ').toWellFormed();
    if (piece) pieces.push({ text: piece, hit });
    done = to;
  };
  for (const hit of hits.filter((one) => one.start < end)) {
    add(hit.start, false);
    add(Math.min(hit.end, end), true);
  }
  add(end, false);
  if (start > 0) pieces.unshift({ text: '…', hit: false });
  if (end < text.length) pieces.push({ text: '…', hit: false });
  return joinAlike(pieces);
}

/** The start of a snippet: a word near its first hit, or a grapheme if there is no space. */
function startBefore(text: string, hit: number): number {
  if (hit <= MAX_BEFORE) return 0;
  const start = boundary(text, hit - MAX_BEFORE);
  const word = text.slice(start, hit).search(/(?<=\s)\S/);
  return word < 0 ? start : start + word;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The start of the grapheme at or before a place: a cut there splits no character. */
function boundary(text: string, at: number): number {
  const from = Math.max(0, at - 20);
  return from + (graphemes.segment(text.slice(from, at + 20)).containing(at - from)?.index ?? at - from);
}

/** Joins neighbours of one kind. */
function joinAlike(pieces: Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last?.hit === piece.hit) last.text += piece.text;
    else joined.push(piece);
  }
  return joined;
}
