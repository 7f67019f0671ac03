import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Block, type Line, parseMarkdown } from './parse-blocks.ts';
import { type Inline, parseInline } from './parse-inline.ts';

/** Writes parsed elements back as source text, with their marks. */
const writeInlines = (inlines: Inline[]): string => inlines.map(writeInline).join('');
function writeInline(inline: Inline): string {
  if (typeof inline === 'string') return inline;
  if (inline.kind === 'code') return inline.mark + inline.text + inline.mark;
  if (inline.kind === 'link')
    return inline.label === undefined ? inline.text : `[${inline.label}](${inline.text})`;
  return inline.mark + writeInlines(inline.children) + inline.mark;
}
const writeLine = (line: Line) => line.prefix + writeInlines(line.inlines);
function writeBlock(block: Block): string[] {
  switch (block.kind) {
    case 'paragraph':
      return [...block.lines.map(writeLine), ...block.blankLines];
    case 'quote':
      return [...block.blocks.flatMap(writeBlock), ...block.blankLines];
    case 'code': {
      const [open, close] = block.fences;
      return [open, ...block.lines.map(({ prefix, text }) => prefix + text), close, ...block.blankLines];
    }
    case 'list':
      return [
        ...block.items.flatMap(({ mark, gap, lines }) =>
          lines.map((line, n) =>
            n > 0 ? writeLine(line) : line.prefix + mark + gap + writeInlines(line.inlines),
          ),
        ),
        ...block.blankLines,
      ];
  }
}
const rewritten = (text: string) => parseMarkdown(text).flatMap(writeBlock).join('\n');

/** All pairs of marks in these elements, each with the text between them. */
const marked = (inlines: Inline[]): string[] =>
  inlines.flatMap((inline) => {
    if (typeof inline === 'string' || inline.kind === 'link') return [];
    if (inline.kind === 'code') return [inline.text];
    return [writeInlines(inline.children), ...marked(inline.children)];
  });

const piece = fc.constantFrom(
  ...['a', 'Z9', 'snake_case', ' ', '  ', '\t', '\n', '\n\n', '\r\n', '*', '**', '_', '`', '```', '```js\n'],
  ...[
    '> ',
    '>',
    '- ',
    '* ',
    '• ',
    '1. ',
    '007) ',
    '99999999999. ',
    '#',
    '---',
    '\\',
    '.',
    ',',
    '!',
    '(',
    ')',
  ],
  ...[
    '[',
    ']',
    '[x](https://a.example/y)',
    'https://a.example/(b)',
    'www.a.example',
    'a@b.example',
    'a.com/x',
  ],
  ...['。', '“', '»', 'é', 'שלום', '日本', '👩‍👩‍👧', '\u202e', '\u200f', '\u0301', '<b>', '&amp;', '|'],
);
const message = fc
  .array(fc.oneof({ weight: 8, arbitrary: piece }, fc.string({ unit: 'grapheme', maxLength: 5 })))
  .map((pieces) => pieces.join(''));
const RUNS = { numRuns: 5000 };

test('each character of the source is text or one of its marks', () => {
  fc.assert(
    fc.property(message, (text) => {
      expect(rewritten(text)).toBe(text.replace(/\r\n|[\r\u2028\u2029]/g, '\n'));
    }),
    RUNS,
  );
});

test('a pair of marks has a word between its marks', () => {
  fc.assert(
    fc.property(message, (text) => {
      for (const words of marked(parseInline(text.replace(/\s/g, ' ')))) expect(words.trim()).not.toBe('');
    }),
    RUNS,
  );
});

test.each([
  'Delete *.* and *.tmp',
  '*.txt,*.tmp',
  '2*3*4',
  '2 * 3 * 4',
  '__init__',
  'snake_case_words',
  '**/*.ts and src/**',
  'SELECT *, count(*) FROM t',
  '0 */2 * * *',
  'f(*args, **kwargs)',
  '*p = *q;',
  '****',
  '* * *',
  '---',
  '***',
  '- - -',
  '# not a heading',
  '\\*escaped\\*',
  '\\_escaped\\_',
  'a ` b',
  '``',
  '` `',
  '*"*',
  '_ _',
  ':_(',
  '>_<',
  '>= 5',
  '->',
  '5 > 3 > 1',
  '| a | b |\n|---|---|',
  '1.',
  '- ',
  '~~~\nx\n~~~',
  '```\nnever closed',
  '```js\nnever closed either\n```py',
])('%j has no marks', (text) => {
  const lines = text.split('\n').map((line) => ({ prefix: '', inlines: [line] }));
  expect(parseMarkdown(text)).toEqual([{ kind: 'paragraph', lines, blankLines: [] }]);
});

const em = (...children: Inline[]): Inline => ({ kind: 'em', mark: '*', children });
const strong = (...children: Inline[]): Inline => ({ kind: 'strong', mark: '**', children });
const code = (text: string, mark = '`'): Inline => ({ kind: 'code', mark, text });

test.each<[string, Inline[]]>([
  ['***both***', [strong(em('both'))]],
  ['(*x*), "**y**".', ['(', em('x'), '), "', strong('y'), '".']],
  ['*"quoted"* and **(more)!**', [em('"quoted"'), ' and ', strong('(more)!')]],
  ['これは**重要**です', ['これは', strong('重要'), 'です']],
  ['*été*', [em('été')]],
  ['*required *field*', ['*required ', em('field')]],
  ['_a b_', [{ kind: 'em', mark: '_', children: ['a b'] }]],
  ['`` a`b ``', [code(' a`b ', '``')]],
  ['` a  b ` `', [code(' a  b '), ' `']],
  ['`*.*` *x*', [code('*.*'), ' ', em('x')]],
  ['**`code` and *more***', [strong(code('code'), ' and ', em('more'))]],
])('%s is parsed', (text, inlines) => {
  expect(parseInline(text)).toEqual(inlines);
});

test('numbers of a list are kept as written', () => {
  const [list] = parseMarkdown('2. yes\n4. no\n4. no again\n007) bond\n123456789. large');
  expect(list?.kind === 'list' && list.items.map(({ mark }) => mark)).toEqual([
    '2.',
    '4.',
    '4.',
    '007)',
    '123456789.',
  ]);
});

test('an indented line after an item belongs to it, and an indented item is a level deeper', () => {
  const [list] = parseMarkdown('- one\n  more\n    - deep\n\t- tab');
  expect(list?.kind === 'list' && list.items.map(({ level, lines }) => [level, lines.length])).toEqual([
    [0, 2],
    [2, 1],
    [2, 1],
  ]);
});

test('several blank lines are kept', () => {
  expect(parseMarkdown('one\n\n\n\ntwo').map(({ blankLines }) => blankLines.length)).toEqual([3, 0]);
});

test('the language of a code block is kept, and a longer fence contains a shorter one', () => {
  expect(parseMarkdown('````js\n```\n````')).toMatchObject([
    { kind: 'code', language: 'js', lines: [{ text: '```' }] },
  ]);
});

test('a quote contains lists, code and deeper quotes, and has the direction of its first letter', () => {
  expect(parseMarkdown('> - a\n> ```\n> code\n> ```\n> > שלום')).toMatchObject([
    {
      kind: 'quote',
      direction: 'ltr',
      blocks: [{ kind: 'list' }, { kind: 'code' }, { kind: 'quote', direction: 'rtl' }],
    },
  ]);
});
