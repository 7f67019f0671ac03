import type { Role } from '../../../shared/vocabulary.ts';
import { createLocalStorage } from '../lib/local-storage.ts';

const KEY = 'helpdesk:role';
const shelf = createLocalStorage();

/** The role of whoever was signed in here last and did not sign out: what they will see can be fetched before the server says who it is. */
export const lastRole = (): Role | undefined => {
  const kept = shelf.get(KEY);
  return kept === 'agent' || kept === 'customer' ? kept : undefined;
};

/** Somebody is signed in (nobody any more: undefined). */
export const rememberRole = (role: Role | undefined): void =>
  role ? shelf.set(KEY, role) : shelf.remove(KEY);
