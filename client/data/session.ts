import { type Accessor, createContext, useContext } from 'solid-js';
import type { AnswerOf } from '../../shared/contract.ts';
import type { User } from '../../shared/schemas.ts';

/** Where signing in stands; `expired` is a known person whose session ended: ask for the password over the page. */
export type SessionState =
  | { is: 'starting'; unreachable: boolean }
  | { is: 'signedOut' }
  | { is: 'signedIn'; user: User }
  | { is: 'expired'; user: User };

/** Who sits here. The access token never leaves this module except as a header. */
export type Session = {
  state: Accessor<SessionState>;
  /** The known person: signed in or expired. */
  user: Accessor<User | undefined>;
  /** Rejects with `Refused` (401 `unauthenticated`, 429 `rate_limited` + `retryAfter`) or `Unreachable`. */
  login: (credentials: { email: string; password: string }) => Promise<User>;
  /** Rejects with `Refused` (400 `invalid` + `errors`, 409 `email_taken`, 429) or `Unreachable`. */
  register: (registration: { name: string; email: string; password: string }) => Promise<User>;
  /** Ends the session here and in every tab at once; asks nothing: ask about unsent text before. */
  logout: () => Promise<void>;
  /** Tries the silent sign-in of `starting` again now. */
  retry: () => void;
  /** What desk this is (demo accounts?); undefined until known. */
  about: Accessor<AnswerOf<'showDesk'> | undefined>;
};

const SessionContext = createContext<Session>();

/** Hands the session to everything below. */
export const SessionProvider = SessionContext.Provider;

/** The session of this browser. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession() is for components inside <SessionProvider>.');
  return session;
}

/** Makes the session and at once tries to sign in silently; call once, in `main.tsx`. */
export function createSession(): Session {
  throw new Error('not yet');
}
