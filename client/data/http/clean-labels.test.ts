import { expect, test } from 'vitest';
import { cleanLabels } from './clean-labels.ts';

test('removes text-direction characters from names, subjects, previews and snippets only', () => {
  const data = {
    items: [
      {
        subject: '\u2069\u202eSubject',
        description: '\u202eText',
        preview: '\u202aT',
        customer: { name: 'A\u200fda\u2066' },
        match: { field: 'reply', snippet: [{ text: 'a\u202eb', hit: true }] },
      },
    ],
    agent: null,
    id: 1,
  };
  expect(cleanLabels(data)).toEqual({
    items: [
      {
        subject: 'Subject',
        description: '\u202eText',
        preview: 'T',
        customer: { name: 'Ada' },
        match: { field: 'reply', snippet: [{ text: 'ab', hit: true }] },
      },
    ],
    agent: null,
    id: 1,
  });
});
