import type { User } from '../../../shared/schemas.ts';
import { ApiError, NetworkError } from '../http/request.ts';
import type { Session } from '../session/session-context.ts';

type Credentials = { email: string; password: string };

/** The refusals of an attempt that follows a successful one: the address is taken, or the link is used. */
const FOLLOWS_SUCCESS: readonly string[] = ['email_taken', 'not_found'];

/**
 * Creates the account of one form. If the answer of an attempt is lost, the account may exist although the form shows an
 * error: when the next attempt is refused for that reason, it signs in with the same values instead.
 */
export function createSignUp(session: Pick<Session, 'login'>) {
  let unanswered: Credentials | undefined;
  return {
    /** An attempt had no answer. */
    isUnanswered: () => unanswered !== undefined,
    run: async (credentials: Credentials, create: () => Promise<User>): Promise<User> => {
      try {
        return await create();
      } catch (failure) {
        const isSame =
          unanswered?.email === credentials.email && unanswered.password === credentials.password;
        if (failure instanceof NetworkError) unanswered = credentials;
        if (!isSame || !(failure instanceof ApiError) || !FOLLOWS_SUCCESS.includes(failure.problem.code))
          throw failure;
        return session.login(credentials).catch(() => {
          throw failure;
        });
      }
    },
  };
}
