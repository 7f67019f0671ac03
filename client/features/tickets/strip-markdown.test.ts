import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stripMarkdown, stripSnippet } from './strip-markdown.ts';

test.each([
  ['Hello **there**, *you*', 'Hello there, you'],
  ['We tried **twice *today***. ``` Error: 500 ``` Thanks!', 'We tried twice today.  Error: 500  Thanks!'],
  ['> > quoted text', 'quoted text'],
  ['Press `Save` or ``a`b``', 'Press Save or a`b'],
  ['`*.*` and **`x`**', '*.* and x'],
])('%s becomes %s', (text, stripped) => expect(stripMarkdown(text)).toBe(stripped));

test.each([
  'Delete *.* and *.tmp',
  '2*3*4 and **kwargs',
  '__init__ and snake_case_words',
  'a ` b and ``` never closed',
  '>_< >= 5',
  '1. Open 2. Press',
  '** ** and ``',
  '\\*escaped\\*',
])('%s stays as it is', (text) => expect(stripMarkdown(text)).toBe(text));

test('no letter, digit or sign is lost but stars, underscores, backticks and the quote marks at the start', () => {
  const piece = fc.constantFrom(
    'a',
    'b1',
    ' ',
    '*',
    '**',
    '_',
    '`',
    '```',
    '> ',
    '>',
    '.',
    '#',
    '(',
    ')',
    '"',
    '🙂',
  );
  const withoutMarks = (text: string) => text.replace(/[*_`]/g, '');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      const unquoted = text.replace(/^\s*(?:>\s+)+/, '');
      expect(withoutMarks(stripMarkdown(text))).toBe(withoutMarks(unquoted));
      const removed =
        [...text].filter((char) => char === '*').length -
        [...stripMarkdown(text)].filter((char) => char === '*').length;
      expect(removed % 2).toBe(0);
    }),
  );
});

test('strips each piece of a snippet, and keeps its hits and the spaces around them', () => {
  expect(
    stripSnippet([
      { text: '…of **every** ', hit: false },
      { text: 'webhook', hit: true },
      { text: ' > _now_', hit: false },
    ]),
  ).toEqual([
    { text: '…of every ', hit: false },
    { text: 'webhook', hit: true },
    { text: ' > now', hit: false },
  ]);
});
