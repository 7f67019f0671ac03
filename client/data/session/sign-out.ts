import { ApiError, request } from '../http/request.ts';
import { createLocalStorage } from '../lib/local-storage.ts';

const PENDING_KEY = 'helpdesk:leaving';
const storage = createLocalStorage();

/** Whether a sign-out has not reached the server yet: its refresh cookie is still valid and must not be used. */
export const isSignOutPending = (): boolean => storage.get(PENDING_KEY) !== undefined;

/** Cancels a pending sign-out: a new sign-in has replaced the session. */
export const clearPendingSignOut = (): void => storage.remove(PENDING_KEY);

/**
 * Ends the session on the server. The sign-out stays pending until the server has ended the session or answers that
 * there is none: otherwise the next page load would sign in again. Rejects if the server cannot be reached.
 */
export async function signOut(token?: string): Promise<void> {
  storage.set(PENDING_KEY, '1');
  if ((await endSession(token)) || (token && (await endSession()))) clearPendingSignOut();
}

/** Whether the session has ended. A 401 for a token means only that the token is expired, so the cookie decides. */
const endSession = (token?: string): Promise<boolean> =>
  request('logout', {}, token).then(
    () => true,
    (failure) => {
      if (!(failure instanceof ApiError)) throw failure;
      return !token && failure.problem.code === 'unauthenticated';
    },
  );
