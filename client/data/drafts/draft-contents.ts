import { randomUuid } from '../lib/random-uuid.ts';
import type { DraftContent } from './draft-versions.ts';
import type { TicketForm } from './stored-drafts.ts';

export const emptyForm = (): TicketForm => ({
  subject: '',
  description: '',
  priority: 'medium',
  key: randomUuid(),
});

const joinParagraphs = (...parts: string[]) => parts.filter((part) => part.trim()).join('\n\n');

/** The text of a reply or a note. */
export const REPLY_CONTENT: DraftContent<string> = {
  empty: () => '',
  isEmpty: (text) => !text.trim(),
  includes: (whole, part) => whole.includes(part.trim()),
  append: joinParagraphs,
  withoutSent: (text, sent) => {
    if (text.startsWith(sent)) return text.slice(sent.length);
    return text.trim() === sent.trim() ? '' : text;
  },
};

/** The new-ticket form. Its page clears it when the ticket is created. */
export const FORM_CONTENT: DraftContent<TicketForm> = {
  empty: emptyForm,
  isEmpty: ({ subject, description }) => !(subject + description).trim(),
  includes: (whole, part) =>
    whole.subject.includes(part.subject.trim()) && whole.description.includes(part.description.trim()),
  append: (first, second) => ({
    ...first,
    subject: first.subject.trim() ? first.subject : second.subject,
    description: joinParagraphs(
      first.description,
      first.subject.trim() ? second.subject : '',
      second.description,
    ),
  }),
  withoutSent: (form) => form,
};
