import { directionOf } from '../../../ui/isolate.ts';
import { type Inline, parseInline } from './parse-inline.ts';

/** A line: what precedes its text (quote marks, the indentation of a list item), and its text. */
export type Line = { prefix: string; inlines: Inline[] };

/**
 * A block of a message. Line breaks and spaces are kept as written. `blankLines` are the lines between this block and the
 * next: empty, or quote marks only.
 */
export type Block = { blankLines: string[] } & (
  | { kind: 'paragraph'; lines: Line[] }
  | { kind: 'quote'; direction: 'ltr' | 'rtl'; blocks: Block[] }
  | { kind: 'list'; ordered: boolean; items: ListItem[] }
  | { kind: 'code'; fences: [string, string]; language: string; lines: SourceLine[] }
);
/** `mark` is written before the text: `2.`, `-`. `gap` are the spaces between them. */
export type ListItem = { mark: string; gap: string; level: number; lines: Line[] };

type SourceLine = { prefix: string; text: string };

/** Deeper quotes are text. */
const MAX_QUOTE_DEPTH = 8;
const MAX_LIST_LEVEL = 3;
const SPACES_PER_LEVEL = 2;

const FENCE = /^[ \t]{0,3}(`{3,})([^`]*)$/;
const QUOTE = /^[ \t]{0,3}>(?=[ \t>\p{L}]|$)[ \t]?/u;
const BULLET = /^([ \t]*)([-*•])([ \t]+)(?=[^ \t])/;
const NUMBER = /^([ \t]*)(\d{1,9}[.)])([ \t]+)(?=[^ \t])/;
/** A line of marks and spaces only is a separator. */
const SEPARATOR = /^[-*_ \t]*$/;

/** Parses the Markdown subset that is common in e-mail, in linear time. */
export function parseMarkdown(text: string): Block[] {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => ({ prefix: '', text: line }));
  return parseBlocks(lines, 0);
}

function parseBlocks(lines: SourceLine[], depth: number): Block[] {
  const blocks: Block[] = [];
  const readCode = createCodeReader(lines);
  let index = 0;
  while (index < lines.length) {
    const line = lines[index] as SourceLine;
    const code = readCode(index);
    if (code) {
      blocks.push(code);
      index += code.lines.length + 2;
    } else if (depth < MAX_QUOTE_DEPTH && QUOTE.test(line.text)) {
      const quoted = readQuote(lines, index);
      blocks.push({
        kind: 'quote',
        direction: directionOf(quoted.map((quotedLine) => quotedLine.text).join('\n')),
        blocks: parseBlocks(quoted, depth + 1),
        blankLines: [],
      });
      index += quoted.length;
    } else {
      addLine(blocks, line);
      index += 1;
    }
  }
  return blocks;
}

/** Reads fenced code blocks. A fence that is never closed is text. */
function createCodeReader(lines: SourceLine[]) {
  let unclosedLength = Number.POSITIVE_INFINITY;
  return (start: number): Extract<Block, { kind: 'code' }> | undefined => {
    const first = lines[start] as SourceLine;
    const [, fence = '', language = ''] = FENCE.exec(first.text) ?? [];
    // A longer fence than one that is never closed is not closed either.
    if (!fence || fence.length >= unclosedLength) return;
    let end = start + 1;
    while (end < lines.length && !closes(lines[end]?.text ?? '', fence)) end += 1;
    const last = lines[end];
    if (!last) {
      unclosedLength = fence.length;
      return;
    }
    return {
      kind: 'code',
      fences: [first.prefix + first.text, last.prefix + last.text],
      language: language.trim(),
      lines: lines.slice(start + 1, end),
      blankLines: [],
    };
  };
}

function closes(line: string, fence: string): boolean {
  const [, closing = '', rest = ''] = FENCE.exec(line) ?? [];
  return closing.length >= fence.length && !rest.trim();
}

/** The quoted lines from here on, with the quote marks moved to the prefix. */
function readQuote(lines: SourceLine[], start: number): SourceLine[] {
  const quoted: SourceLine[] = [];
  for (const { prefix, text } of lines.slice(start, start + countQuoted(lines, start))) {
    const mark = QUOTE.exec(text)?.[0] ?? '';
    quoted.push({ prefix: prefix + mark, text: text.slice(mark.length) });
  }
  return quoted;
}

function countQuoted(lines: SourceLine[], start: number): number {
  let end = start;
  while (end < lines.length && QUOTE.test(lines[end]?.text ?? '')) end += 1;
  return end - start;
}

function addLine(blocks: Block[], line: SourceLine): void {
  const last = blocks.at(-1);
  if (!line.text.trim()) {
    const blankLine = line.prefix + line.text;
    if (last) last.blankLines.push(blankLine);
    else blocks.push({ kind: 'paragraph', lines: [], blankLines: [blankLine] });
    return;
  }
  const previous = last?.blankLines.length === 0 ? last : undefined;
  const item = readItem(line);
  if (item) {
    const ordered = /\d/.test(item.mark);
    if (previous?.kind === 'list' && previous.ordered === ordered) previous.items.push(item);
    else blocks.push({ kind: 'list', ordered, items: [item], blankLines: [] });
    return;
  }
  const indent = /^[ \t]{2,}/.exec(line.text)?.[0];
  if (indent && previous?.kind === 'list') previous.items.at(-1)?.lines.push(readLine(line, indent));
  else if (previous?.kind === 'paragraph') previous.lines.push(readLine(line));
  else blocks.push({ kind: 'paragraph', lines: [readLine(line)], blankLines: [] });
}

function readItem(line: SourceLine): ListItem | undefined {
  if (SEPARATOR.test(line.text)) return;
  const match = BULLET.exec(line.text) ?? NUMBER.exec(line.text);
  if (!match) return;
  const [start, indent = '', mark = '', gap = ''] = match;
  const columns = indent.replaceAll('\t', '    ').length;
  return {
    mark,
    gap,
    level: Math.min(MAX_LIST_LEVEL, Math.floor(columns / SPACES_PER_LEVEL)),
    lines: [{ prefix: line.prefix + indent, inlines: parseInline(line.text.slice(start.length)) }],
  };
}

const readLine = ({ prefix, text }: SourceLine, indent = ''): Line => ({
  prefix: prefix + indent,
  inlines: parseInline(text.slice(indent.length)),
});
