import type { Priority } from '../../../shared/vocabulary.ts';
import { isRecord, parseJson, type StoredType } from '../lib/stored-collection.ts';
import type { DraftVersion, SaveCounts } from './draft-versions.ts';

/** The new-ticket form; `key` is its Idempotency-Key: the same over retries and reloads, a new one after `clear`. */
export type TicketForm = { subject: string; description: string; priority: Priority; key: string };

/** The text of a reply or a note, or the new-ticket form. */
export type StoredValue = string | TicketForm;

/** The versions of one draft; usually one. */
export type StoredDraft = { versions: DraftVersion<StoredValue>[] };

/** The prefix of the keys of this user's drafts. */
export const draftPrefix = (userId: number): string => `helpdesk:draft:${userId}:`;

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

/** Whether any version has text. */
export const hasText = ({ versions }: StoredDraft): boolean =>
  versions.some(({ value }) => (isTicketForm(value) ? value.subject + value.description : value).trim());
