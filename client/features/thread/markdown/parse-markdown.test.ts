import { expect, test } from 'vitest';
import { parseMarkdown } from './parse-blocks.ts';
import { type Inline, parseInline } from './parse-inline.ts';

const plain = (parts: Inline[]): string =>
  parts
    .map((part) => (typeof part === 'string' ? part : 'text' in part ? part.text : plain(part.children)))
    .join('');
const lineOf = (text: string, prefix = '') => ({ prefix, inlines: [text] });
const itemOf = (mark: string, text: string) => ({ mark, gap: ' ', level: 0, lines: [lineOf(text)] });
const links = (text: string) =>
  parseInline(text).flatMap((part) => (typeof part === 'object' && part.kind === 'link' ? [part.href] : []));

test('leaves plain text unchanged', () => {
  expect(parseInline('2 * 3 = 6, snake_case_name, a ** b')).toEqual(['2 * 3 = 6, snake_case_name, a ** b']);
});

test('parses nested bold, italic and code', () => {
  expect(parseInline('**very *much* so** and `**x**`')).toEqual([
    { kind: 'strong', mark: '**', children: ['very ', { kind: 'em', mark: '*', children: ['much'] }, ' so'] },
    ' and ',
    { kind: 'code', mark: '`', text: '**x**' },
  ]);
});

test('an unclosed mark is text', () => {
  expect(parseInline('**never *closed')).toEqual(['**never *closed']);
});

test('marks beyond the limit of a line are text, and no text is lost', () => {
  const text = '*a* '.repeat(2000);
  const parts = parseInline(text);
  expect(parts.filter((part) => typeof part === 'object')).toHaveLength(500);
  expect(parts.at(-1)).toBe(` ${'*a* '.repeat(1500)}`);
});

test('links URLs without the punctuation that follows', () => {
  expect(links('See https://example.com/a_(b), or (http://example.org/x).')).toEqual([
    'https://example.com/a_(b)',
    'http://example.org/x',
  ]);
  expect(links('write to mailto:sam@example.com!')).toEqual(['mailto:sam@example.com']);
  expect(links('[the **manual**](https://example.com/m)')).toEqual(['https://example.com/m']);
});

test.each([
  'javascript:alert(1)',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x]( javascript:alert(1))',
  '[x](//evil.example)',
  'xhttp://example.com',
  'http://',
  'https:// ',
])('%s is not a link', (text) => {
  expect(links(text)).toEqual([]);
  expect(plain(parseInline(text))).toBe(text);
});

test('HTML is text', () => {
  const text = '<img src=x onerror=alert(1)><svg/onload=alert(1)>';
  expect(parseInline(text)).toEqual([text]);
});

test('parses paragraphs, quotes, lists and code blocks', () => {
  const text =
    'Hello\nthere\n\n> you wrote\n> > this\nso:\n- one\n- two\n\n3. three\n```\n<b>*raw*</b>\n```\nBye';
  expect(parseMarkdown(text)).toEqual([
    { kind: 'paragraph', lines: [lineOf('Hello'), lineOf('there')], blankLines: [''] },
    {
      kind: 'quote',
      direction: 'ltr',
      blocks: [
        { kind: 'paragraph', lines: [lineOf('you wrote', '> ')], blankLines: [] },
        {
          kind: 'quote',
          direction: 'ltr',
          blocks: [{ kind: 'paragraph', lines: [lineOf('this', '> > ')], blankLines: [] }],
          blankLines: [],
        },
      ],
      blankLines: [],
    },
    { kind: 'paragraph', lines: [lineOf('so:')], blankLines: [] },
    { kind: 'list', ordered: false, items: [itemOf('-', 'one'), itemOf('-', 'two')], blankLines: [''] },
    { kind: 'list', ordered: true, items: [itemOf('3.', 'three')], blankLines: [] },
    {
      kind: 'code',
      fences: ['```', '```'],
      language: '',
      lines: [{ prefix: '', text: '<b>*raw*</b>' }],
      blankLines: [],
    },
    { kind: 'paragraph', lines: [lineOf('Bye')], blankLines: [] },
  ]);
});

test('an unclosed code fence hides no text', () => {
  expect(parseMarkdown('```\nstill here')).toEqual([
    { kind: 'paragraph', lines: [lineOf('```'), lineOf('still here')], blankLines: [] },
  ]);
});

const hostile: [string, string][] = [
  ['3 000 >', '>'.repeat(3000)],
  ['3 000 lines of >', '>\n'.repeat(3000)],
  ['20 000 [', '['.repeat(20_000)],
  ['20 000 [ and a link', `${'['.repeat(20_000)}x](https://example.com)`],
  ['10 000 ](', ']('.repeat(10_000)],
  ['20 000 `', '`'.repeat(20_000)],
  ['one ` before 20 000 words', `\`${'a '.repeat(10_000)}`],
  ['20 000 *', '*'.repeat(20_000)],
  ['10 000 **a', '**a '.repeat(6000)],
  ['mixed marks', '*_**`['.repeat(3300)],
  ['10 000 *_', '*_'.repeat(10_000)],
  ['10 000 _a', '_a'.repeat(10_000)],
  ['10 000 characters without a space', 'x'.repeat(10_000)],
  ['a very long URL', `https://${'a'.repeat(19_000)}`],
  ['many URLs', 'http://('.repeat(2500)],
  ['many bad URLs', 'http://%'.repeat(2500)],
  ['many bad links', '[x](http://%'.repeat(1800)],
  ['a URL of full stops', `http://a${'.'.repeat(19_000)}x`],
  ['5 001 fences', '```\n'.repeat(5001)],
  ['fences that nothing closes', '```x\n'.repeat(4000)],
  ['quoted fences that nothing closes', '> > > ```x\n'.repeat(1700)],
  ['shorter and shorter fences', Array.from({ length: 190 }, (_, n) => '`'.repeat(193 - n)).join('\n')],
  ['runs of backticks of many lengths', Array.from({ length: 195 }, (_, n) => '`'.repeat(n + 1)).join('a')],
  ['20 000 a.', 'a.'.repeat(10_000)],
  ['20 000 a@', 'a@'.repeat(10_000)],
  ['20 000 a@b.', 'a@b.'.repeat(5000)],
  ['many www.', 'www.'.repeat(5000)],
  ['many www.a without a second dot', 'www.a '.repeat(3300)],
  ['20 000 full-width full stops', '。'.repeat(20_000)],
  ['a URL of other letters', `https://a.example/${'ж'.repeat(19_000)}`],
  ['20 000 hyphens and spaces', '- '.repeat(10_000)],
  ['10 000 list items', '1. a\n'.repeat(4000)],
  ['a name before many dots', `${'x'.repeat(10_000)}@${'y.'.repeat(5000)}`],
  ['20 000 spaces', ' '.repeat(20_000)],
  ['spaces inside a line', `a${' '.repeat(19_990)}b`],
];

/** CPU time of the fastest of three runs: other load on the machine does not count. */
function parseMs(text: string): number {
  const times = [1, 2, 3].map(() => {
    const start = process.cpuUsage();
    parseMarkdown(text);
    return process.cpuUsage(start).user / 1000;
  });
  return Math.min(...times);
}

test.each(hostile)('%s: parses in under 50 ms', (_, text) => {
  expect(parseMs(text)).toBeLessThan(50);
});
