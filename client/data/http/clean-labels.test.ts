import { expect, test } from 'vitest';
import { cleanLabels } from './clean-labels.ts';

test('removes text-direction characters from names, subjects and previews only', () => {
  const data = {
    items: [
      {
        subject: '\u2069\u202eSubject',
        description: '\u202eText',
        preview: '\u202aT',
        customer: { name: 'A\u200fda\u2066' },
      },
    ],
    agent: null,
    id: 1,
  };
  expect(cleanLabels(data)).toEqual({
    items: [{ subject: 'Subject', description: '\u202eText', preview: 'T', customer: { name: 'Ada' } }],
    agent: null,
    id: 1,
  });
});
