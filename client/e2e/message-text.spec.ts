import fc from 'fast-check';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { createReply, createTicket, waitFor } from '../../server/testing/test-app.ts';
import { test } from './support/fixtures.ts';

/** The replies of the thread, without its description. */
const replies = (page: Page) => page.locator('.entry:not(.first) .markdown');

/** Texts without marks: they are shown exactly as written, with their spaces and line breaks. */
const AS_WRITTEN = [
  'Delete *.* and *.tmp',
  '2*3*4 and 2 * 3 * 4',
  '__init__ and snake_case_words',
  'a    b\tc',
  'name:\n    indented\n\ttab',
  '    starts indented',
  'one\n\ntwo',
  'one\n\n\n\n\ntwo',
  '2. yes\n4. no',
  '4) a\n4) b\n007) c\n123456789. d',
  '# not a heading\n---\n***',
  'a ` b ``` c',
  '```\nnever closed\n  code',
  '\\*escaped\\* \\_x\\_',
  '>_< >= 5 and :-*',
  '- one\n- two\n  - three',
  '* star\n* * *',
  '| a | b   |\n|---|-----|\n| 1 | 2   |',
  'SELECT *, count(*) FROM t WHERE x LIKE "_%"',
  '0 */2 * * *',
];

/** Texts whose pairs of marks are not shown; each other character is. */
const MARKED = [
  '**bold** and *italic* and _this_',
  '`  a  b  ` and ``a`b``',
  '> quoted\n> > twice\n> ```js\n> code\n> ```\n>\n> end',
  '```js\n  const a = [1, 2];\n\n```\nafter',
  '````\n```\n````',
  '1. *a*\n\n2. b\n   more\n- [ ] todo',
  'one\r\ntwo\r\n\r\nthree',
];

const piece = fc.constantFrom(
  ...['a', 'Z9', 'snake_case', ' ', '   ', '\t', '\n', '\n\n\n', '*', '**', '***', '_', '`', '\n```\n'],
  ...[
    '\n> ',
    '\n- ',
    '\n* ',
    '\n3. ',
    '\n12) ',
    '#',
    '---',
    '\\',
    '.',
    ',',
    '!',
    '(',
    ')',
    '"',
    '。',
    'é',
    'שלום',
  ],
);
const RANDOM = fc.sample(
  fc.array(piece, { minLength: 3, maxLength: 40 }).map((pieces) => `start ${pieces.join('')} end`),
  { numRuns: 24, seed: 1234 },
);
const visible = (text: string) => text.replace(/[\s*_`]/g, '');
/** Lines that continue a code block in a quote show the bar only. */
const withoutQuoteMarks = (text: string) => visible(text).replaceAll('>', '');

test('a message shows every character that was written', async ({ app, open }) => {
  const carl = await app.createUser('customer');
  const ticket = await createTicket(carl);
  const page = await open(carl, `/tickets/${ticket.id}`);
  const texts = [...AS_WRITTEN, ...MARKED, ...RANDOM];
  for (const text of texts) await createReply(carl, ticket, text);
  await waitFor(async () => (await replies(page).count()) === texts.length);
  const shown = await replies(page).allInnerTexts();
  expect(shown.slice(0, AS_WRITTEN.length)).toEqual(AS_WRITTEN);
  expect(shown.map(withoutQuoteMarks)).toEqual(texts.map(withoutQuoteMarks));
  // Outside of code a quote mark is copied, too.
  const quote = shown.find((text) => text.includes('quoted'));
  expect(quote).toContain('> quoted');
  expect(quote).toContain('> > twice');
});

/** The horizontal extent of the first occurrence of `text` in an element. */
const extentOf = (element: Locator, text: string) =>
  element.evaluate((root, wanted) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const start = node.textContent?.indexOf(wanted) ?? -1;
      if (start < 0) continue;
      const range = document.createRange();
      range.setStart(node, start);
      range.setEnd(node, start + wanted.length);
      const { left, right } = range.getBoundingClientRect();
      return { left, right };
    }
    throw new Error(`${wanted} is not shown.`);
  }, text);

test('in a right-to-left message, code runs left to right, and numbers and bars stand on the side of their block', async ({
  app,
  open,
}) => {
  const carl = await app.createUser('customer');
  const ticket = await createTicket(carl, {
    description:
      'مرحبا\n\n1. عربي\n2. English\n\n```\nif (a) { return "خطأ"; }\n```\n\nنص `f(x)` نص\n\n> اقتباس\n\n> Quoted\n\nEnglish',
  });
  const page = await open(carl, `/tickets/${ticket.id}`);
  const text = page.locator('.entry.first .markdown');
  await text.waitFor();
  const before = async (first: string, second: string) =>
    (await extentOf(text, first)).right <= (await extentOf(text, second)).left + 1;
  expect({
    code: [await before('if', '(a)'), await before('(a)', '{ return'), await before('return', '"; }')],
    inlineCode: await before('f', '(x)'),
    numbers: [await before('عربي', '1.'), await before('2.', 'English')],
  }).toEqual({ code: [true, true, true], inlineCode: true, numbers: [true, true] });
  const styles = (selector: string) =>
    text.locator(selector).evaluateAll((all) =>
      all.map((element) => {
        const { direction, borderLeftWidth, borderRightWidth, textAlign } = getComputedStyle(element);
        const bar = borderRightWidth !== '0px' ? 'right' : borderLeftWidth !== '0px' ? 'left' : 'none';
        return { direction, bar, textAlign };
      }),
    );
  expect((await styles('blockquote')).map(({ direction, bar }) => [direction, bar])).toEqual([
    ['rtl', 'right'],
    ['ltr', 'left'],
  ]);
  expect((await styles('p')).map(({ direction }) => direction)).toEqual(['rtl', 'rtl', 'rtl', 'ltr', 'ltr']);
  expect(await styles('pre')).toEqual([{ direction: 'ltr', bar: 'none', textAlign: 'left' }]);
});

test('marks that are stacked on a letter do not paint outside of their message', async ({ app, open }) => {
  const carl = await app.createUser('customer');
  const ticket = await createTicket(carl, { description: `Z${'\u0351\u036b'.repeat(60)}` });
  const page = await open(carl, `/tickets/${ticket.id}`);
  const text = page.locator('.entry.first .markdown');
  await text.waitFor();
  expect(await text.evaluate((element) => getComputedStyle(element).overflow)).toBe('clip');
});

test('a link shows where it leads', async ({ app, open }) => {
  const carl = await app.createUser('customer');
  const lines = [
    '[https://bank.example](https://evil.example/x)',
    '[bank.example](https://evil.example)',
    'https://bank.example@evil.example/login',
    'https://аррӏе.example',
    '[\u2069\u202ebank](https://evil.example)',
  ];
  const ticket = await createTicket(carl, { description: lines.join('\n\n') });
  const page = await open(carl, `/tickets/${ticket.id}`);
  const blocks = page.locator('.entry.first .markdown p');
  await blocks.first().waitFor();
  expect(await blocks.allInnerTexts()).toEqual([
    'https://bank.example (https://evil.example/x)',
    'bank.example (https://evil.example)',
    'https://bank.example@evil.example/login (opens evil.example)',
    'https://аррӏе.example (opens xn--80ak6aa92e.example)',
    'bank (https://evil.example)',
  ]);
});

test('addresses are linked without the punctuation around them', async ({ app, open }) => {
  const carl = await app.createUser('customer');
  const description =
    'https://a.example/x。次（https://a.example/y）「https://a.example/z」 HTTPS://A.example/Q, www.a.example/w… ' +
    'example.com/p) me@b.example; https://en.wikipedia.org/wiki/A_(b). file.ts, node.js, e.g. v1.2.3';
  const ticket = await createTicket(carl, { description });
  const page = await open(carl, `/tickets/${ticket.id}`);
  const links = page.locator('.entry.first .markdown a');
  await links.first().waitFor();
  const found = await links.evaluateAll((all) =>
    all.map((link) => [link.textContent, (link as HTMLAnchorElement).href, link.getAttribute('rel')]),
  );
  const rel = 'noopener noreferrer nofollow';
  expect(found).toEqual([
    ['https://a.example/x', 'https://a.example/x', rel],
    ['https://a.example/y', 'https://a.example/y', rel],
    ['https://a.example/z', 'https://a.example/z', rel],
    ['HTTPS://A.example/Q', 'https://a.example/Q', rel],
    ['www.a.example/w', 'https://www.a.example/w', rel],
    ['example.com/p', 'https://example.com/p', rel],
    ['me@b.example', 'mailto:me@b.example', rel],
    ['https://en.wikipedia.org/wiki/A_(b)', 'https://en.wikipedia.org/wiki/A_(b)', rel],
  ]);
});

/** In the page: texts outside of messages with a text-direction character that is not part of an isolation. */
function findDirectionCharacters(): string[] {
  const texts = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (!node.parentElement?.closest('.markdown, textarea')) texts.push(node.textContent ?? '');
  for (const element of document.querySelectorAll('[title], [aria-label], [placeholder]'))
    for (const name of ['title', 'aria-label', 'placeholder']) texts.push(element.getAttribute(name) ?? '');
  return texts.filter((text) =>
    /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(text.replace(/\u2068[^\u2066-\u2069]*\u2069/g, '')),
  );
}

test('a text-direction character in a name or subject reverses nothing around it', async ({ app, open }) => {
  const [ada, bob, carl] = [
    await app.createUser('agent'),
    await app.createUser('agent'),
    await app.createUser('customer'),
  ];
  const names = { ada: '\u202eada', bob: '\u2069\u202ebob', carl: '\u2066carl\u2067' };
  for (const [caller, name] of [
    [ada, names.ada] as const,
    [bob, names.bob] as const,
    [carl, names.carl] as const,
  ])
    await app.sql('update users set name = ? where id = ?', [name, caller.user.id]);
  const ticket = await createTicket(carl);
  await app.sql('update tickets set subject = ? where id = ?', ['\u2069\u202ebroken\u200f', ticket.id]);
  await ada.post(`/api/tickets/${ticket.id}/assign`);
  await createReply(ada, ticket, 'Hello \u202e and more');
  await createReply(bob, ticket, { content: 'A note', internal: true });
  const found: string[] = [];
  for (const [user, path] of [
    [bob, '/queue'],
    [bob, `/queue/${ticket.id}`],
    [bob, '/people'],
    [ada, '/settings'],
    [carl, '/tickets'],
    [carl, `/tickets/${ticket.id}`],
  ] as const) {
    const page = await open(user, path);
    await page
      .getByText(/ada|bob|carl|broken/)
      .first()
      .waitFor();
    if (path === `/queue/${ticket.id}`) {
      const line = page.locator('.timeline .activity').first();
      await line.waitFor();
      expect((await extentOf(line, 'ada')).right).toBeLessThanOrEqual(
        (await extentOf(line, 'took')).left + 1,
      );
      await createReply(ada, ticket, 'Live');
      await page.locator('.entry', { hasText: 'Live' }).waitFor();
    }
    for (const text of await page.evaluate(findDirectionCharacters))
      found.push(`${path}: ${JSON.stringify(text)}`);
  }
  expect(found).toEqual([]);
});
