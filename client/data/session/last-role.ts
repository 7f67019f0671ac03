import type { Role } from '../../../shared/vocabulary.ts';
import { createLocalStorage } from '../lib/local-storage.ts';

const KEY = 'helpdesk:role';
const storage = createLocalStorage();

/** The role of the last user, unless they signed out. It allows the page to load their code before the sign-in completes. */
export const lastRole = (): Role | undefined => {
  const stored = storage.get(KEY);
  return stored === 'agent' || stored === 'customer' ? stored : undefined;
};

/** Stores the role of the signed-in user; undefined removes it. */
export function rememberRole(role: Role | undefined): void {
  if (role) storage.set(KEY, role);
  else storage.remove(KEY);
}
