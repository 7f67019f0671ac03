import type { Role } from '../shared/vocabulary.ts';

/** The start page of this role. */
export const homePath = (role: Role): string => (role === 'agent' ? '/queue' : '/tickets');

/** The path of a ticket for this role. */
export const ticketPath = (role: Role, id: number | string): string => `${homePath(role)}/${id}`;

/** Stands for this app's origin, which is not known here; a reserved name, so no link can contain it by accident. */
const APP = 'http://app.invalid';
const PUBLIC_PAGES = ['/login', '/register', '/join', '/setup'];

/** Whether this page needs no session. Like the router, ignores extra slashes. */
export const isPublicPath = (pathname: string): boolean =>
  PUBLIC_PAGES.includes(`/${pathname.split('/').filter(Boolean).join('/')}`);

/**
 * The path to open after sign-in: `?next=` if it is a path of this app, else the start page. Parsed as the browser
 * does it: a tab, a backslash or `/.//` can turn what looks like a path into another site's address.
 */
export function safeReturnPath(search: string | string[] | undefined, role: Role): string {
  const next = typeof search === 'string' && search.startsWith('/') ? search : '';
  const url = next && URL.canParse(next, APP) ? new URL(next, APP) : undefined;
  const isOwnPath = url?.origin === APP && !url.pathname.startsWith('//') && !isPublicPath(url.pathname);
  return url && isOwnPath ? url.pathname + url.search + url.hash : homePath(role);
}
