import type { Priority } from '../../../shared/vocabulary.ts';
import { randomUuid } from '../lib/random-uuid.ts';
import { isRecord, parseJson, type StoredType } from '../lib/stored-collection.ts';
import type { DraftContent, DraftVersion, SaveCounts } from './draft-versions.ts';

/** The new-ticket form; `key` is its Idempotency-Key: the same over retries and reloads, a new one after `clear`. */
export type TicketForm = { subject: string; description: string; priority: Priority; key: string };

/** The text of a reply or a note, or the new-ticket form. */
export type StoredValue = string | TicketForm;

/** The versions of one draft; usually one. */
export type StoredDraft = { versions: DraftVersion<StoredValue>[] };

/** Version 0 stored the value alone, version 1 in an envelope. */
export const STORED_DRAFT: StoredType<StoredDraft> = {
  version: 2,
  parse: (data) => {
    const versions = isRecord(data) && Array.isArray(data.versions) ? data.versions.filter(isVersion) : [];
    return versions.length > 0 ? { versions } : undefined;
  },
  upgrade: (data, version) => {
    const value = version === 0 && isTicketForm(parseJson(data)) ? parseJson(data) : data;
    return { versions: [{ value, contains: {}, savedAt: 0 }] };
  },
};

const isString = (value: unknown) => typeof value === 'string';

export const isTicketForm = (data: unknown): data is TicketForm =>
  isRecord(data) && [data.subject, data.description, data.priority, data.key].every(isString);

const isVersion = (data: unknown): data is DraftVersion<StoredValue> =>
  isRecord(data) &&
  (isString(data.value) || isTicketForm(data.value)) &&
  isSaveCounts(data.contains) &&
  Number.isFinite(data.savedAt);

/** Whether this is what `SharedDraft.checkpoint` returns. */
export const isSaveCounts = (data: unknown): data is SaveCounts =>
  isRecord(data) && Object.values(data).every(Number.isInteger);

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

/** The new-ticket form. A sent form is cleared by its page, which knows the ticket. */
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

/** Whether any version has text. */
export const hasText = ({ versions }: StoredDraft): boolean =>
  versions.some(({ value }) =>
    typeof value === 'string' ? !REPLY_CONTENT.isEmpty(value) : !FORM_CONTENT.isEmpty(value),
  );
