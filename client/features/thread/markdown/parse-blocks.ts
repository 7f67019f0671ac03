import { type Inline, parseInline } from './parse-inline.ts';

/** A block of a message. Line breaks are kept as written. */
export type Block =
  | { kind: 'paragraph' | 'quote'; lines: Inline[][] }
  | { kind: 'list'; ordered: boolean; start: number; items: Inline[][] }
  | { kind: 'code'; text: string };

const FENCE = /^\s{0,3}```/;
const QUOTE = /^\s{0,3}>[\s>]*/;
const BULLET = /^\s{0,3}[-*•]\s+/;
const NUMBER = /^\s{0,3}(\d{1,4})[.)]\s+/;

/** Parses the Markdown subset that is common in e-mail, in linear time. */
export function parseMarkdown(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  let index = 0;
  while (index < lines.length) {
    const line = lines[index] ?? '';
    if (FENCE.test(line)) index = readCode(lines, index, blocks);
    else {
      addLine(blocks, line, index > 0 && !lines[index - 1]?.trim());
      index += 1;
    }
  }
  return blocks;
}

/** Reads a fenced code block. Without a closing fence, its lines are text. */
function readCode(lines: string[], start: number, blocks: Block[]): number {
  let end = start + 1;
  while (end < lines.length && !FENCE.test(lines[end] ?? '')) end += 1;
  if (end === lines.length) {
    for (const line of lines.slice(start)) addLine(blocks, line, false);
    return lines.length;
  }
  blocks.push({ kind: 'code', text: lines.slice(start + 1, end).join('\n') });
  return end + 1;
}

function addLine(blocks: Block[], line: string, afterBlank: boolean): void {
  if (!line.trim()) return;
  const last = afterBlank ? undefined : blocks.at(-1);
  const quote = QUOTE.exec(line);
  const marker = quote ? null : (BULLET.exec(line) ?? NUMBER.exec(line));
  if (marker) {
    const ordered = marker[1] !== undefined;
    const item = parseInline(line.slice(marker[0].length));
    const list = blocks.at(-1);
    if (list?.kind === 'list' && list.ordered === ordered) list.items.push(item);
    else blocks.push({ kind: 'list', ordered, start: Number(marker[1] ?? 1), items: [item] });
    return;
  }
  const kind = quote ? 'quote' : 'paragraph';
  const inline = parseInline(quote ? line.slice(quote[0].length) : line);
  if (last?.kind === kind) last.lines.push(inline);
  else blocks.push({ kind, lines: [inline] });
}
