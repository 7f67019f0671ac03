import type { Shelf } from '../lib/local-storage.ts';

/** Where this person's drafts lie. */
export const draftsOf = (personId: number): string => `helpdesk:draft:${personId}:`;

/** Is there a draft worth keeping? */
export const anyDraft = (personId: number, shelf: Shelf): boolean =>
  shelf.keys(draftsOf(personId)).some((key) => shelf.get(key)?.trim());

/** Throws this person's saved drafts away. */
export function discardDrafts(personId: number, shelf: Shelf): void {
  for (const key of shelf.keys(draftsOf(personId))) shelf.remove(key);
}
