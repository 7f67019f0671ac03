/** A text with its selection, as in a text area. */
export type Selection = { text: string; start: number; end: number };
/** Replaces the text from `start` to `end`; selects `selectStart` to `selectEnd` afterwards. */
export type TextEdit = {
  start: number;
  end: number;
  replacement: string;
  selectStart: number;
  selectEnd: number;
};

/** Formats that the buttons of a composer apply. */
export type TextFormat = 'bold' | 'code' | 'list';

/** The edit that applies a format to the selection, or removes it where it is applied already. */
export function formatEdit(format: TextFormat, selection: Selection): TextEdit {
  if (format === 'list') return listEdit(selection);
  const isMultiline = selection.text.slice(selection.start, selection.end).includes('\n');
  return format === 'code' && isMultiline
    ? fenceEdit(selection)
    : wrapEdit(selection, format === 'bold' ? '**' : '`');
}

/** The result of an edit. */
export const applyEdit = (text: string, { start, end, replacement }: TextEdit): string =>
  text.slice(0, start) + replacement + text.slice(end);

/** Puts marks around the selection, without the white space at its ends: marks only work next to text. */
function wrapEdit({ text, start, end }: Selection, mark: string): TextEdit {
  const selected = text.slice(start, end);
  const from = start + (selected.length - selected.trimStart().length);
  const to = selected.trim() ? end - (selected.length - selected.trimEnd().length) : from;
  const inner = text.slice(from, to);
  const { length } = mark;
  if (inner && text.slice(from - length, from) === mark && text.slice(to, to + length) === mark)
    return {
      start: from - length,
      end: to + length,
      replacement: inner,
      selectStart: from - length,
      selectEnd: to - length,
    };
  if (inner.length > 2 * length && inner.startsWith(mark) && inner.endsWith(mark))
    return {
      start: from,
      end: to,
      replacement: inner.slice(length, -length),
      selectStart: from,
      selectEnd: to - 2 * length,
    };
  return {
    start: from,
    end: to,
    replacement: mark + inner + mark,
    selectStart: from + length,
    selectEnd: to + length,
  };
}

/** Extends a selection to whole lines. */
function wholeLines({ text, start, end }: Selection): [from: number, to: number] {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  // A selection that ends at the start of a line does not contain that line.
  const last = end > start && text[end - 1] === '\n' ? end - 1 : end;
  const lineEnd = text.indexOf('\n', last);
  return [start === 0 ? 0 : from, lineEnd < 0 ? text.length : lineEnd];
}

const FENCE = '```';

/** Puts the selected lines between two fences. */
function fenceEdit(selection: Selection): TextEdit {
  const [start, end] = wholeLines(selection);
  const lines = selection.text.slice(start, end);
  const isFenced = lines.startsWith(`${FENCE}\n`) && lines.endsWith(`\n${FENCE}`);
  const replacement = isFenced
    ? lines.slice(FENCE.length + 1, -FENCE.length - 1)
    : `${FENCE}\n${lines}\n${FENCE}`;
  return { start, end, replacement, selectStart: start, selectEnd: start + replacement.length };
}

const BULLET = /^- /;

/** Makes each selected line a list item. */
function listEdit(selection: Selection): TextEdit {
  const [start, end] = wholeLines(selection);
  const lines = selection.text.slice(start, end).split('\n');
  const hasText = lines.some((line) => line.trim());
  const isList = lines.every((line) => !line.trim() || BULLET.test(line)) && hasText;
  const replacement = lines
    .map((line) => {
      if (isList) return line.replace(BULLET, '');
      return line.trim() || !hasText ? `- ${line.replace(BULLET, '')}` : line;
    })
    .join('\n');
  const isCaret = selection.start === selection.end;
  const caret = Math.max(start, selection.end + replacement.length - (end - start));
  return {
    start,
    end,
    replacement,
    selectStart: isCaret ? caret : start,
    selectEnd: isCaret ? caret : start + replacement.length,
  };
}
