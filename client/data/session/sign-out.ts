import { ApiError, request } from '../http/request.ts';
import { createLocalStorage } from '../lib/local-storage.ts';

const LEAVING = 'helpdesk:leaving';
const shelf = createLocalStorage();

/** Signing out while offline must not be undone by the cookie that stays: the wish is kept until the server heard it. */
export const isSignOutPending = (): boolean => shelf.get(LEAVING) !== undefined;

/** A new sign-in has replaced the session that was to end. */
export const clearPendingSignOut = (): void => shelf.remove(LEAVING);

/** Ends the session on the server; rejects when that could not be reached, and then `isLeaving` until it could. */
export async function signOut(token?: string): Promise<void> {
  shelf.set(LEAVING, '1');
  await request('logout', {}, token).catch((failure) => {
    if (!(failure instanceof ApiError)) throw failure;
  });
  clearPendingSignOut();
}
