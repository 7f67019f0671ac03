import { type Accessor, createContext, useContext } from 'solid-js';
import type { BodyInput, ResponseOf } from '../../../shared/contract.ts';
import type { User } from '../../../shared/schemas.ts';
import type { Call } from '../http/request.ts';
import type { AccessToken } from './access-token.ts';

/** Where signing in stands; `expired` is a known person whose session ended: ask for the password over the page. */
export type SessionState =
  | { is: 'starting'; unreachable: boolean }
  | { is: 'signedOut' }
  | { is: 'signedIn'; user: User }
  | { is: 'expired'; user: User };

/** Who sits here. The access token never leaves `badge.ts` except as a header or a handshake. */
export type Session = {
  state: Accessor<SessionState>;
  /** The known person: signed in or expired. */
  user: Accessor<User | undefined>;
  /** Rejects with `Refused` (401 `unauthenticated`, 429 `rate_limited` + `retryAfter`) or `Unreachable`. */
  login: (credentials: { email: string; password: string }) => Promise<User>;
  /** Rejects with `Refused` (400 `invalid` + `errors`, 409 `email_taken`, 429) or `Unreachable`. */
  register: (registration: { name: string; email: string; password: string }) => Promise<User>;
  /** Accepts an invitation or the set-up link. Rejects with `Refused` (404 dead link, 409 `email_taken`, 400, 429) or `Unreachable`. */
  acceptInvitation: (acceptance: BodyInput<'acceptInvitation'>) => Promise<User>;
  /** Ends the session here and in every tab at once; asks nothing: ask about unsent text before. */
  logout: () => Promise<void>;
  /** Tries the silent sign-in of `starting` again now. */
  retry: () => void;
  /** What desk this is (demo accounts?); undefined until known. */
  serverInfo: Accessor<ResponseOf<'showDesk'> | undefined>;
  /** For `client/data` only: calls in this person's name and in nobody else's, whoever signs in meanwhile. */
  requestAs: (user: User) => Call;
  /** For `live.ts` only: a token that lasts a while yet, renewed if need be (one renewal at a time, over all tabs). */
  token: (user: User) => Promise<AccessToken>;
  /** For `client/data` only: trades the cookie for a new token although the old one looks good; brings a new name too. */
  refresh: () => Promise<unknown>;
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
