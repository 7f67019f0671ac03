import type { Role } from '../shared/vocabulary.ts';

/** The start page of this role. */
export const homePath = (role: Role): string => (role === 'agent' ? '/queue' : '/tickets');

/** The path of a ticket for this role. */
export const ticketPath = (role: Role, id: number | string): string => `${homePath(role)}/${id}`;

/** The path to open after sign-in: `?next=` if it is a path of this app, else the start page. */
export function safeReturnPath(search: string | string[] | undefined, role: Role): string {
  const next = typeof search === 'string' ? search : '';
  return /^\/(?![/\\])/.test(next) && !/^\/(login|register)\b/.test(next) ? next : homePath(role);
}
