/** An inline element: plain text, emphasis, code or link. */
export type Inline =
  | string
  | { kind: 'strong' | 'em'; children: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; href: string; children: Inline[] };

type Mark = '**' | '*' | '_';
/** Further marks in the same line are text. */
const MAX_MARKS = 1000;
type Open = { mark: Mark; children: Inline[] };

/** Parses bold, italic, code and links of one line. At most one of each mark is open, which limits nesting. */
export function parseInline(line: string): Inline[] {
  const root: Inline[] = [];
  const open: Open[] = [];
  const target = () => open.at(-1)?.children ?? root;
  let textStart = 0;
  let at = 0;
  const flush = (until: number) => addText(target(), line.slice(textStart, until));
  let lastBacktick = line.length;
  let markCount = 0;
  const readUrl = urlReader(line);

  while (at < line.length) {
    const char = line[at] as string;
    let end = 0;
    let inline: Inline | undefined;
    if (char === '`' && at < lastBacktick) {
      const close = line.indexOf('`', at + 1);
      if (close < 0) lastBacktick = at;
      else if (close > at + 1) {
        inline = { kind: 'code', text: line.slice(at + 1, close) };
        end = close + 1;
      }
    } else if (char === '[') {
      const link = readLink(line, at, readUrl);
      if (link) [inline, end] = link;
    } else if ((char === 'h' || char === 'm') && !isWord(line[at - 1])) {
      const url = readUrl(at);
      if (url) {
        inline = { kind: 'link', href: url, children: [url] };
        end = at + url.length;
      }
    }
    if (inline) {
      flush(at);
      target().push(inline);
      at = textStart = end;
      continue;
    }
    const mark = markCount < MAX_MARKS ? markAt(line, at) : undefined;
    if (mark) {
      const openIndex = open.findLastIndex((entry) => entry.mark === mark);
      const closes = openIndex >= 0 && canClose(line, at, mark);
      if (closes || (openIndex < 0 && canOpen(line, at, mark))) {
        flush(at);
        markCount += 1;
        if (closes) closeMark(open, openIndex, root);
        else open.push({ mark, children: [] });
        at += mark.length;
        textStart = at;
        continue;
      }
      at += mark.length;
    } else at += 1;
  }
  flush(line.length);
  while (open.length > 0) closeUnmatched(open, root);
  return root;
}

function markAt(line: string, at: number): Mark | undefined {
  const char = line[at];
  if (char === '*' && line[at + 1] === '*') return '**';
  return char === '*' || char === '_' ? char : undefined;
}

function closeMark(open: Open[], index: number, root: Inline[]): void {
  while (open.length > index + 1) closeUnmatched(open, root);
  const closed = open.pop();
  if (!closed) return;
  const into = open.at(-1)?.children ?? root;
  into.push({ kind: closed.mark === '**' ? 'strong' : 'em', children: closed.children });
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

const SPACE = /\s/;
const ASCII_WORD = /\w/;
/** Slow, because it reads Unicode tables: used for non-ASCII characters only. */
const WORD = /[\p{L}\p{N}]/u;
const isSpace = (char: string | undefined) => char === undefined || SPACE.test(char);
const isWord = (char: string | undefined) =>
  char !== undefined && (char < '\x80' ? ASCII_WORD.test(char) : WORD.test(char));
const canOpen = (line: string, at: number, mark: Mark) =>
  !isSpace(line[at + mark.length]) && !isWord(line[at - 1]);
const canClose = (line: string, at: number, mark: Mark) =>
  !isSpace(line[at - 1]) && !isWord(line[at + mark.length]);

const MAX_LABEL_LENGTH = 500;
const MAX_URL_LENGTH = 2000;

/** Parses `[label](url)`. The label contains no bracket, so each character is scanned for one `[` only. */
function readLink(line: string, at: number, readUrl: UrlReader): [Inline, number] | undefined {
  let close = at + 1;
  const limit = Math.min(line.length, at + MAX_LABEL_LENGTH);
  while (close < limit && line[close] !== ']' && line[close] !== '[') close += 1;
  if (line[close] !== ']' || line[close + 1] !== '(' || close === at + 1) return;
  const url = readUrl(close + 2);
  const end = close + 2 + (url?.length ?? 0);
  if (!url || line[end] !== ')') return;
  return [{ kind: 'link', href: url, children: [line.slice(at + 1, close)] }, end + 1];
}

const SCHEMES = ['https://', 'http://', 'mailto:'];
const ENDS_URL = /[\s<>"`\\^{|}\p{C}]/u;

type UrlReader = (at: number) => string | undefined;

/** Reads the URL that starts at an index. Skips text it has already rejected, to stay linear. */
function urlReader(line: string): UrlReader {
  let failedUntil = 0;
  return (at) => {
    const scheme = at >= failedUntil && SCHEMES.find((prefix) => line.startsWith(prefix, at));
    if (!scheme) return;
    const end = endOfUrl(line, at + scheme.length);
    // Punctuation after a URL belongs to the sentence.
    const url = line.slice(at, end).replace(/[.,;:!?'*_\]]{1,50}$/, '');
    if (url.length > scheme.length && isSafe(url)) return url;
    failedUntil = end;
  };
}

function endOfUrl(line: string, from: number): number {
  const limit = Math.min(line.length, from + MAX_URL_LENGTH);
  let depth = 0;
  for (let end = from; end < limit; end += 1) {
    const char = line[end] as string;
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (depth < 0 || ENDS_URL.test(char)) return end;
  }
  return limit;
}

/** Checks the scheme with the browser's URL parser, which decides what a click opens. */
function isSafe(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:', 'mailto:'].includes(new URL(url).protocol);
}
