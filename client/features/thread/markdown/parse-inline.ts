import { characterAt, characterBefore, continuesWord, isSpace, isWord } from './characters.ts';
import { createLinkReader, type Link } from './parse-links.ts';

type Mark = '**' | '*' | '_';

/**
 * An inline element: plain text, emphasis, code or link. The marks are kept: the elements of a line, written with their
 * marks, are the line.
 */
export type Inline =
  | string
  | { kind: 'strong' | 'em'; mark: Mark; children: Inline[] }
  | { kind: 'code'; mark: string; text: string }
  | Link;

/** Further marks in the same line are text. */
const MAX_MARKS = 1000;
/** A longer run of one mark is a line or a row of dots, not emphasis. */
const MAX_RUN = 3;
type Open = { mark: Mark; at: number; children: Inline[] };

/** Parses bold, italic, code and links of one line. At most one of each mark is open, which limits nesting. */
export function parseInline(line: string): Inline[] {
  const root: Inline[] = [];
  const open: Open[] = [];
  const target = () => open.at(-1)?.children ?? root;
  let textStart = 0;
  let at = 0;
  let markCount = 0;
  /** The index of the last letter, digit, code or link: a pair of marks without one between them is text. */
  let lastWordAt = -1;
  const flush = (until: number) => addText(target(), line.slice(textStart, until));
  const readCode = createCodeReader(line);
  const readLink = createLinkReader(line);

  while (at < line.length) {
    const char = line[at] as string;
    if (char === '*' || char === '_') {
      const end = endOfRun(line, at);
      const length = end - at;
      if (length > (char === '*' ? MAX_RUN : 1) || markCount >= MAX_MARKS) {
        at = end;
        continue;
      }
      const start = at;
      // A run of three closes or opens two marks.
      while (at < end) {
        const fitting = open.findLastIndex((entry) => fits(entry, char, end - at, lastWordAt));
        const index = fitting >= 0 && canClose(line, start, end) ? fitting : -1;
        const mark = open[index]?.mark ?? markOf(char, end - at);
        const isOpen = open.some((entry, depth) => entry.mark === mark && depth < open.length - 1);
        if (index < 0 && (isOpen || !canOpen(line, start, end))) break;
        flush(at);
        // Of two marks that could open, the one next to the closing mark does: `*required *field*`.
        if (index < 0 && open.at(-1)?.mark === mark) closeUnmatched(open, root);
        markCount += 1;
        if (index >= 0) closeMark(open, index, root);
        else open.push({ mark, at, children: [] });
        at += mark.length;
        textStart = at;
      }
      at = end;
      continue;
    }
    const element = char === '`' ? readCode(at) : readLink(at);
    if (element) {
      flush(at);
      target().push(element.inline);
      lastWordAt = at;
      at = textStart = element.end;
    } else {
      if (isWord(characterAt(line, at))) lastWordAt = at;
      at = char === '`' ? endOfRun(line, at) : at + 1;
    }
  }
  flush(line.length);
  while (open.length > 0) closeUnmatched(open, root);
  return root;
}

function endOfRun(line: string, at: number): number {
  let end = at + 1;
  while (line[end] === line[at]) end += 1;
  return end;
}

const markOf = (char: string, length: number): Mark => (char === '_' ? '_' : length >= 2 ? '**' : '*');
/** Whether this open mark ends at a run of `length` of the same character; a run of three ends two marks. */
const fits = (entry: Open, char: string, length: number, lastWordAt: number) =>
  entry.mark[0] === char && (entry.mark.length === length || length === MAX_RUN) && entry.at < lastWordAt;

/** What may stand inside a mark, besides letters and digits: quotes, brackets and signs before a word, punctuation after it. */
const STARTS_EMPHASIS = /["'“‘„‚«‹([{<#$€£@+~`¿¡「『（【《-]/u;
const ENDS_EMPHASIS = /["'”’»›)\]}>%.!?…,;:`+」』）】》。！？，-]/u;

/** A mark opens before a word and not inside one. Elsewhere it is a star: `*.tmp`, `2*3`. */
function canOpen(line: string, at: number, end: number): boolean {
  const before = characterBefore(line, at);
  const after = characterAt(line, end);
  if (continuesWord(before) || before === '\\' || (line[at] === '_' && isWord(before))) return false;
  return isWord(after) || after === '*' || after === '_' || (after !== '' && STARTS_EMPHASIS.test(after));
}

function canClose(line: string, at: number, end: number): boolean {
  const before = characterBefore(line, at);
  const after = characterAt(line, end);
  if (isSpace(before) || continuesWord(after) || (line[at] === '_' && isWord(after))) return false;
  return isWord(before) || before === '*' || before === '_' || ENDS_EMPHASIS.test(before);
}

function closeMark(open: Open[], index: number, root: Inline[]): void {
  while (open.length > index + 1) closeUnmatched(open, root);
  const closed = open.pop();
  if (!closed) return;
  const { mark, children } = closed;
  (open.at(-1)?.children ?? root).push({ kind: mark === '**' ? 'strong' : 'em', mark, children });
}

/** Turns an unclosed mark back into text. */
function closeUnmatched(open: Open[], root: Inline[]): void {
  const last = open.pop();
  if (!last) return;
  const into = open.at(-1)?.children ?? root;
  addText(into, last.mark);
  for (const child of last.children) {
    if (typeof child === 'string') addText(into, child);
    else into.push(child);
  }
}

function addText(into: Inline[], text: string): void {
  if (!text) return;
  const last = into.at(-1);
  if (typeof last === 'string') into[into.length - 1] = last + text;
  else into.push(text);
}

/** Reads code between two runs of equally many backticks. Each run is looked at a constant number of times. */
function createCodeReader(line: string) {
  let closers: Map<number, number[]> | undefined;
  const findRuns = () => {
    const runs = new Map<number, number[]>();
    for (const { 0: run, index } of line.matchAll(/`+/g)) {
      const sameLength = runs.get(run.length);
      if (sameLength) sameLength.push(index);
      else runs.set(run.length, [index]);
    }
    for (const sameLength of runs.values()) sameLength.reverse();
    return runs;
  };
  return (at: number): { inline: Inline; end: number } | undefined => {
    closers ??= findRuns();
    const length = endOfRun(line, at) - at;
    const later = closers.get(length) ?? [];
    while ((later.at(-1) ?? Number.POSITIVE_INFINITY) <= at) later.pop();
    const close = later.at(-1);
    if (close === undefined) return;
    const text = line.slice(at + length, close);
    if (!text.trim()) return;
    return { inline: { kind: 'code', mark: '`'.repeat(length), text }, end: close + length };
  };
}
