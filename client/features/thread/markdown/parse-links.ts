import {
  characterAt,
  characterBefore,
  continuesWord,
  isAsciiWord,
  isForeignPunctuation,
} from './characters.ts';

/** A link: `text` is the address as it was written, `label` the words of `[label](address)`. */
export type Link = {
  kind: 'link';
  href: string;
  text: string;
  label?: string;
  /** The host that a click opens, where the written address shows another one. */
  host?: string;
};

type Found = { inline: Link; end: number };

const MAX_LABEL_LENGTH = 500;
const MAX_URL_LENGTH = 2000;
const MAX_LOCAL_PART_LENGTH = 64;

const SCHEME = /(?:https?:\/\/|mailto:)/iy;
const WWW = /www\.(?=[^\s/.]+\.[^\s/.])/iy;
/** Where an address without a scheme can start. Letters of other scripts are often written without a space before it. */
const STARTS_BARE = /[a-z0-9]/i;
const JOINS_BARE = /[\w@./\\+%&=#~-]/;
const RUN = /[\w.%+-]+/y;
const HOST = /(?:[a-z0-9][a-z0-9-]{0,62}\.)+([a-z]{2,24})(?![\w@%+-]|\.\w)/iy;
const MAIL_HOST = /@(?:[a-z0-9][a-z0-9-]{0,62}\.)+[a-z]{2,24}(?![\w@-]|[.:]\w)/iy;
const AFTER_HOST = /(?::\d{1,5})?(?:\/|[?#][\w/])/y;

/** Domains that are linked without a path. Others are often file names and abbreviations: `node.js`, `ASP.NET`, `e.g.`. */
const PLAIN_DOMAINS = new Set(['com', 'org', 'edu', 'gov', 'example']);
/** Longer domains that are linked with a path. */
const PATH_DOMAINS = new Set([
  'net',
  'info',
  'biz',
  'app',
  'dev',
  'cloud',
  'online',
  'shop',
  'site',
  'tech',
  'blog',
]);
/** Country domains that are usual file extensions: `main.py/x` is no address. */
const FILE_EXTENSIONS = new Set('cc cs db gz hs js kt md mm pl pm ps py rb rs sh so sql ts vb xz'.split(' '));

/** Reads the link that starts at an index of the line. Skips text that it has already rejected, to stay linear. */
export function createLinkReader(line: string): (at: number) => Found | undefined {
  let noUrlBefore = 0;
  let noBareBefore = 0;

  function readUrl(at: number): { href: string; text: string } | undefined {
    if (at < noUrlBefore) return;
    const scheme = match(SCHEME, line, at);
    const www = scheme === undefined && match(WWW, line, at);
    if (scheme === undefined && !www) return;
    const end = endOfUrl(line, at);
    const text = withoutSentenceEnd(line.slice(at, end));
    const href = www ? `https://${text}` : text;
    if (text.length > (scheme ?? '').length && isSafe(href)) return { href, text };
    noUrlBefore = end;
  }

  function readLabelled(at: number): Found | undefined {
    let close = at + 1;
    // The label contains no bracket, so each character is scanned for one `[` only.
    const limit = Math.min(line.length, at + MAX_LABEL_LENGTH);
    while (close < limit && line[close] !== ']' && line[close] !== '[') close += 1;
    const label = line.slice(at + 1, close);
    if (line[close] !== ']' || line[close + 1] !== '(' || !label.trim()) return;
    const url = match(SCHEME, line, close + 2) === undefined ? undefined : readUrl(close + 2);
    const end = close + 2 + (url?.text.length ?? 0);
    if (!url || line[end] !== ')') return;
    return { inline: { ...linkTo(url), label }, end: end + 1 };
  }

  /** Reads `name@example.com`, `example.com` and `example.org/path`. */
  function readBare(at: number): Found | undefined {
    if (at < noBareBefore || JOINS_BARE.test(line[at - 1] ?? '')) return;
    if (continuesWord(characterBefore(line, at))) return;
    const run = match(RUN, line, at) ?? '';
    noBareBefore = at + run.length;
    if (line[noBareBefore] === '@') {
      const host = run.length <= MAX_LOCAL_PART_LENGTH ? match(MAIL_HOST, line, noBareBefore) : undefined;
      if (host === undefined || run.endsWith('.')) return;
      const text = run + host;
      noBareBefore = at + text.length;
      return { inline: linkTo({ href: `mailto:${text}`, text }), end: at + text.length };
    }
    HOST.lastIndex = at;
    const [host, domain = ''] = HOST.exec(line) ?? [];
    if (!host) return;
    const hasPath = match(AFTER_HOST, line, at + host.length) !== undefined;
    if (!isLinkedDomain(domain.toLowerCase(), hasPath)) return;
    const text = hasPath ? withoutSentenceEnd(line.slice(at, endOfUrl(line, at))) : host;
    const href = `https://${text}`;
    if (!isSafe(href)) return;
    return { inline: linkTo({ href, text }), end: at + text.length };
  }

  return (at) => {
    const char = line[at] as string;
    if (char === '[') return readLabelled(at);
    if (!STARTS_BARE.test(char) || isAsciiWord(line[at - 1] ?? '')) return;
    const url = /[hmw]/i.test(char) ? readUrl(at) : undefined;
    return url ? { inline: linkTo(url), end: at + url.text.length } : readBare(at);
  };
}

/** The text that a sticky pattern matches at an index. */
function match(pattern: RegExp, line: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(line)?.[0];
}

const isLinkedDomain = (domain: string, hasPath: boolean) =>
  PLAIN_DOMAINS.has(domain) ||
  (hasPath && (PATH_DOMAINS.has(domain) || (domain.length === 2 && !FILE_EXTENSIONS.has(domain))));

const ENDS_URL = /[\s<>"`\\^{|}\p{Cc}\p{Cf}]/u;

/** A URL ends at a space, at typographic punctuation, and at a parenthesis that it does not open. */
function endOfUrl(line: string, from: number): number {
  const limit = Math.min(line.length, from + MAX_URL_LENGTH);
  let depth = 0;
  for (let end = from; end < limit; end += 1) {
    const char = line[end] as string;
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (depth < 0 || ENDS_URL.test(char)) return end;
    if (char >= '\x80' && isForeignPunctuation(characterAt(line, end)) && !isLowSurrogate(char)) return end;
  }
  return limit;
}

const isLowSurrogate = (char: string) => char >= '\udc00' && char <= '\udfff';

/** Punctuation after a URL belongs to the sentence. */
const withoutSentenceEnd = (url: string) => url.replace(/[.,;:!?'*_~\]]{1,50}$/, '');

/** Checks the scheme with the browser's URL parser, which decides what a click opens. */
function isSafe(href: string): boolean {
  return URL.canParse(href) && ['http:', 'https:', 'mailto:'].includes(new URL(href).protocol);
}

function linkTo({ href, text }: { href: string; text: string }): Link {
  const host = hiddenHost(href);
  return { kind: 'link', href, text, ...(host !== undefined && { host }) };
}

/**
 * The host that the browser opens, where it differs from what the address shows: a user name before it, letters of other
 * scripts that look like Latin ones, full-width letters, numeric addresses.
 */
function hiddenHost(href: string): string | undefined {
  const written = /^https?:\/\/([^/?#]*)/i.exec(href)?.[1];
  if (written === undefined) return;
  const { hostname, host } = new URL(href);
  return written.toLowerCase().replace(/:\d*$/, '') === hostname ? undefined : host;
}
