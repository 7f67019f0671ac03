import { expect, test } from 'vitest';
import { type Inline, parseInline } from './parse-inline.ts';

const linksOf = (inlines: Inline[]) =>
  inlines.flatMap((inline) => (typeof inline === 'object' && inline.kind === 'link' ? [inline] : []));
/** The addresses that are linked, as written. */
const texts = (text: string) => linksOf(parseInline(text)).map((link) => link.text);
const hrefs = (text: string) => linksOf(parseInline(text)).map((link) => link.href);

test.each([
  ['https://a.example/x。次', 'https://a.example/x'],
  ['（https://a.example/x）', 'https://a.example/x'],
  ['「https://a.example/x」', 'https://a.example/x'],
  ['『https://a.example/x』', 'https://a.example/x'],
  ['《https://a.example/x》', 'https://a.example/x'],
  ['【https://a.example/x】', 'https://a.example/x'],
  ['“https://a.example/x”', 'https://a.example/x'],
  ['‘https://a.example/x’', 'https://a.example/x'],
  ['«https://a.example/x»', 'https://a.example/x'],
  ['„https://a.example/x“', 'https://a.example/x'],
  ['https://a.example/x…', 'https://a.example/x'],
  ['https://a.example/x，次', 'https://a.example/x'],
  ['https://a.example/x、次', 'https://a.example/x'],
  ['https://a.example/x！', 'https://a.example/x'],
  ['https://a.example/x？', 'https://a.example/x'],
  ['https://a.example/x：', 'https://a.example/x'],
  ['https://a.example/x；', 'https://a.example/x'],
  ['https://a.example/x　次', 'https://a.example/x'],
  ['https://a.example/x—and', 'https://a.example/x'],
  ['https://a.example/x\u00a0and', 'https://a.example/x'],
  ['https://a.example/x\u200band', 'https://a.example/x'],
  ['https://a.example/x\u202eand', 'https://a.example/x'],
  ['https://a.example/x🙂', 'https://a.example/x'],
  ['https://a.example/x؟', 'https://a.example/x'],
  ['https://a.example/x।', 'https://a.example/x'],
  ['見てhttps://a.example/x', 'https://a.example/x'],
  ['https://en.wikipedia.org/wiki/A_(b)', 'https://en.wikipedia.org/wiki/A_(b)'],
  ['(https://en.wikipedia.org/wiki/A_(b))', 'https://en.wikipedia.org/wiki/A_(b)'],
  ['https://en.wikipedia.org/wiki/A_(b).', 'https://en.wikipedia.org/wiki/A_(b)'],
  ['https://de.wikipedia.org/wiki/Überweisung', 'https://de.wikipedia.org/wiki/Überweisung'],
  ['**https://a.example/x**', 'https://a.example/x'],
  ['"https://a.example/x"', 'https://a.example/x'],
  ["'https://a.example/x'", 'https://a.example/x'],
  ['<https://a.example/x>', 'https://a.example/x'],
  ['[https://a.example/x]', 'https://a.example/x'],
  ['https://a.example:8080/x?y=1&z=[2]#t', 'https://a.example:8080/x?y=1&z=[2]#t'],
])('%s links %s', (text, url) => {
  const found = linksOf(parseInline(text)).concat(
    parseInline(text).flatMap((inline) =>
      typeof inline === 'object' && 'children' in inline ? linksOf(inline.children) : [],
    ),
  );
  expect(found.map((link) => link.text)).toEqual([url]);
});

test.each([
  ['HTTPS://A.example/X', 'HTTPS://A.example/X'],
  ['Http://a.example', 'Http://a.example'],
  ['www.a.example', 'https://www.a.example'],
  ['WWW.A.example/x.', 'https://WWW.A.example/x'],
  ['example.com', 'https://example.com'],
  ['see example.com.', 'https://example.com'],
  ['example.com/path', 'https://example.com/path'],
  ['(example.com/a_(b))', 'https://example.com/a_(b)'],
  ['bbc.co.uk/news', 'https://bbc.co.uk/news'],
  ['example.net:8080/x', 'https://example.net:8080/x'],
  ['example.org?q=1', 'https://example.org?q=1'],
  ['地址：example.com/x。', 'https://example.com/x'],
  ['a@b.example', 'mailto:a@b.example'],
  ['Mail first.last+tag@mail.example.co.uk!', 'mailto:first.last+tag@mail.example.co.uk'],
  ['<a@b.example>', 'mailto:a@b.example'],
  ['E-mail:a@b.example', 'mailto:a@b.example'],
])('%s opens %s', (text, href) => {
  expect(hrefs(text)).toEqual([href]);
});

test.each([
  'file.ts',
  'src/file.ts',
  'e.g.',
  'i.e./e.g.',
  'node.js',
  'node.js/express',
  'main.py/x',
  'README.md/x',
  'ASP.NET',
  'socket.io',
  '1.2.3',
  'v1.2.3/4',
  '192.168.0.1/x',
  'and/or',
  'done.Then it',
  'www.',
  'www.local',
  '@sam',
  'a@b',
  'sam@localhost',
  'git@github.com:sam/x.git',
  'müller@x',
  'ftp://a.example/x',
  'xhttp://a.example/x',
  'a.b.c.d',
  '...com',
  '-example.com',
  'example.com_x',
  '@example.com',
  'https://',
  'https://。',
])('%s links nothing', (text) => {
  expect(texts(text)).toEqual([]);
  expect(parseInline(text)).toEqual([text]);
});

test('a label never hides the address', () => {
  const [link] = linksOf(parseInline('[https://bank.example](https://evil.example)'));
  expect(link).toEqual({
    kind: 'link',
    href: 'https://evil.example',
    text: 'https://evil.example',
    label: 'https://bank.example',
  });
});

test.each([
  ['https://bank.example@evil.example/x', 'evil.example'],
  ['https://bank.example:443@evil.example', 'evil.example'],
  ['[bank.example](https://bank.example%2f@evil.example)', 'evil.example'],
  ['https://аррӏе.example', 'xn--80ak6aa92e.example'],
  ['https://ｂank.example', 'bank.example'],
  ['http://2130706433/x', '127.0.0.1'],
  ['https://ev%69l.example', 'evil.example'],
])('%s shows that it opens %s', (text, host) => {
  expect(linksOf(parseInline(text)).map((link) => link.host)).toEqual([host]);
});

test.each([
  'https://a.example/x',
  'HTTPS://A.EXAMPLE',
  'https://a.example:443/',
  'https://a.example/x@y',
  'www.a.example',
])('%s shows its host already', (text) =>
  expect(linksOf(parseInline(text)).map((link) => link.host)).toEqual([undefined]),
);
