import type { KeyValueStore } from '../lib/local-storage.ts';

/** Where this person's drafts lie. */
export const draftKeyPrefix = (personId: number): string => `helpdesk:draft:${personId}:`;

/** Is there a draft worth keeping? */
export const hasDrafts = (personId: number, shelf: KeyValueStore): boolean =>
  shelf.keys(draftKeyPrefix(personId)).some((key) => shelf.get(key)?.trim());

/** Throws this person's saved drafts away. */
export function discardDrafts(personId: number, shelf: KeyValueStore): void {
  for (const key of shelf.keys(draftKeyPrefix(personId))) shelf.remove(key);
}
