import { ApiError, request } from '../http/request.ts';
import { createLocalStorage } from '../lib/local-storage.ts';

const PENDING_KEY = 'helpdesk:leaving';
const storage = createLocalStorage();

/** Whether a sign-out has not reached the server yet: its refresh cookie is still valid and must not be used. */
export const isSignOutPending = (): boolean => storage.get(PENDING_KEY) !== undefined;

/** Cancels a pending sign-out: a new sign-in has replaced the session. */
export const clearPendingSignOut = (): void => storage.remove(PENDING_KEY);

/** Ends the session on the server. Rejects if the server cannot be reached; the sign-out then stays pending. */
export async function signOut(token?: string): Promise<void> {
  storage.set(PENDING_KEY, '1');
  await request('logout', {}, token).catch((failure) => {
    if (!(failure instanceof ApiError)) throw failure;
  });
  clearPendingSignOut();
}
