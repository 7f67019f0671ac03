import type { Role } from '../shared/vocabulary.ts';

/** Where a person of this role begins. */
export const homePath = (role: Role): string => (role === 'agent' ? '/queue' : '/tickets');

/** Where a person of this role reads a ticket: a link shared across roles lands on the page the receiver has. */
export const ticketPath = (role: Role, id: number | string): string => `${homePath(role)}/${id}`;

/** Where to go after signing in: a path of ours, whatever the address line said. */
export function safeReturnPath(search: string | string[] | undefined, role: Role): string {
  const next = typeof search === 'string' ? search : '';
  return /^\/(?![/\\])/.test(next) && !/^\/(login|register)\b/.test(next) ? next : homePath(role);
}
