import { type Accessor, createContext, useContext } from 'solid-js';
import type { BodyInput, ResponseOf } from '../../../shared/contract.ts';
import type { User } from '../../../shared/schemas.ts';
import type { Call } from '../http/request.ts';
import type { AccessToken } from './access-token.ts';

/** The state of the sign-in. `expired`: the session of a known user has ended; the page asks for the password again. */
export type SessionState =
  | { is: 'starting'; unreachable: boolean }
  | { is: 'signedOut' }
  | { is: 'signedIn'; user: User }
  | { is: 'expired'; user: User };

/** The sign-in of this browser. The access token is used only as a request header and in the socket handshake. */
export type Session = {
  state: Accessor<SessionState>;
  /** The user, if signed in or expired. */
  user: Accessor<User | undefined>;
  /** Rejects with `ApiError` (401 `unauthenticated`, 429 `rate_limited` + `retryAfter`) or `NetworkError`. */
  login: (credentials: { email: string; password: string }) => Promise<User>;
  /** Rejects with `ApiError` (400 `invalid` + `errors`, 409 `email_taken`, 429) or `NetworkError`. */
  register: (registration: { name: string; email: string; password: string }) => Promise<User>;
  /** Accepts an invitation or the set-up link. Rejects with `ApiError` (404 invalid link, 409 `email_taken`, 400, 429) or `NetworkError`. */
  acceptInvitation: (acceptance: BodyInput<'acceptInvitation'>) => Promise<User>;
  /** Signs out in all tabs at once, without confirmation; check for unsent text first. */
  logout: () => Promise<void>;
  /** In `starting`: tries the automatic sign-in again. */
  retry: () => void;
  /** Public information about the server, such as whether demo accounts exist; undefined until loaded. */
  serverInfo: Accessor<ResponseOf<'showDesk'> | undefined>;
  /** For `client/data` only: sends requests as this user. Rejects if another user has signed in. */
  requestAs: (user: User) => Call;
  /** For `client/data/realtime` only: a valid token, renewed if it expires soon. */
  token: (user: User) => Promise<AccessToken>;
  /** For `client/data` only: gets a new token now, with the user's current name. */
  refresh: () => Promise<unknown>;
};

const SessionContext = createContext<Session>();

/** Provides the session to all components below. */
export const SessionProvider = SessionContext.Provider;

/** The session of this browser. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession() needs a <SessionProvider> above it.');
  return session;
}
