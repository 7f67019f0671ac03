import { createSignal, onCleanup } from 'solid-js';
import type { ResponseOf } from '../../../shared/contract.ts';
import type { User } from '../../../shared/schemas.ts';
import { ApiError, type Call, NetworkError, request } from '../http/request.ts';
import { deepEqual } from '../lib/deep-equal.ts';
import { onPageResume } from '../lib/page-lifecycle.ts';
import { type AccessToken, createAccessTokenHolder } from './access-token.ts';
import { createCrossTabChannel, type SessionMessage } from './cross-tab-channel.ts';
import { rememberRole } from './last-role.ts';
import type { Session, SessionState } from './session-context.ts';
import { clearPendingSignOut, isSignOutPending, signOut } from './sign-out.ts';

const RETRY_INTERVAL_MS = 5_000;

/** Creates the session and tries to sign in with the refresh cookie. Call it once, in `main.tsx`. */
export function createSession(): Session {
  const [state, setState] = createSignal<SessionState>({ is: 'starting', unreachable: false });
  const accessToken = createAccessTokenHolder(({ user }) => setSignedIn(user), onRefreshRefused);
  const channel = createCrossTabChannel(onTabMessage);
  let refusal: ApiError | undefined;

  const user = () => {
    const current = state();
    return 'user' in current ? current.user : undefined;
  };

  function setSignedIn(next: User): void {
    const current = state();
    rememberRole(next.role);
    if (current.is !== 'signedIn' || !deepEqual(current.user, next)) setState({ is: 'signedIn', user: next });
  }

  function onRefreshRefused(error: ApiError): void {
    refusal = error;
    const lastUser = user();
    if (lastUser) setState({ is: 'expired', user: lastUser });
    else setSignedOut();
  }

  function setSignedOut(): void {
    accessToken.clear();
    rememberRole(undefined);
    setState({ is: 'signedOut' });
  }

  /** Returns a valid token of this user. An expired session sends no requests until the next sign-in. */
  async function token(owner: User): Promise<AccessToken> {
    if (state().is === 'expired' && refusal) throw refusal;
    const current = accessToken.current();
    if (!current || current.renewsInMs() <= 0) await accessToken.refresh();
    const valid = accessToken.current();
    if (!valid || user()?.id !== owner.id) throw new NetworkError('Signed out.');
    return valid;
  }

  const requestAs =
    (owner: User): Call =>
    async (name, parts) => {
      const first = await token(owner);
      try {
        return await request(name, parts, first.token);
      } catch (failure) {
        if (!isUnauthenticated(failure)) throw failure;
        if (accessToken.current()?.token === first.token) await accessToken.refresh();
      }
      const second = await token(owner);
      return request(name, parts, second.token).catch((failure) => {
        if (isUnauthenticated(failure) && accessToken.current()?.token === second.token) {
          accessToken.clear();
          onRefreshRefused(failure);
        }
        throw failure;
      });
    };

  async function signInWith(response: Promise<ResponseOf<'login'>>): Promise<User> {
    const issued = await response;
    accessToken.clear();
    accessToken.set(issued);
    clearPendingSignOut();
    setSignedIn(issued.user);
    channel.post({ is: 'signedIn', userId: issued.user.id });
    return issued.user;
  }

  async function logout(): Promise<void> {
    const lastToken = accessToken.current()?.token;
    setSignedOut();
    channel.post({ is: 'signedOut' });
    await signOut(lastToken).catch(() => {});
  }

  function onTabMessage(message: SessionMessage): void {
    if (message.is === 'signedOut') {
      setSignedOut();
      return;
    }
    const current = state();
    if (current.is === 'signedIn' && current.user.id === message.userId) return;
    // That tab has done the same in the storage; without storage only this tab knows of its pending sign-out.
    clearPendingSignOut();
    accessToken.clear();
    // Another user has signed in: remove the last user's data from the screen before the refresh.
    if (user()?.id !== message.userId) setState({ is: 'starting', unreachable: false });
    start();
  }

  function start(): void {
    const attempt = isSignOutPending() ? signOut().then(setSignedOut) : accessToken.refresh();
    attempt.catch(() => {
      if (state().is === 'starting') setState({ is: 'starting', unreachable: true });
    });
  }

  const retry = () => {
    const current = state();
    if (current.is === 'starting' && current.unreachable) start();
  };
  const timer = setInterval(retry, RETRY_INTERVAL_MS);
  onCleanup(() => clearInterval(timer));
  onPageResume(retry);
  start();

  return {
    state,
    user,
    login: (credentials) => signInWith(request('login', { body: credentials })),
    register: (registration) => signInWith(request('register', { body: registration })),
    acceptInvitation: (acceptance) => signInWith(request('acceptInvitation', { body: acceptance })),
    logout,
    retry,
    serverInfo: createServerInfo(),
    requestAs,
    token,
    refresh: accessToken.refresh,
  };
}

const isUnauthenticated = (failure: unknown): failure is ApiError =>
  failure instanceof ApiError && failure.problem.code === 'unauthenticated';

/** Fetches the server's information on first use; only the sign-in page reads it. */
function createServerInfo(): Session['serverInfo'] {
  const [info, setInfo] = createSignal<ResponseOf<'showDesk'>>();
  const load = () => void request('showDesk', {}).then(setInfo, () => {});
  let isRequested = false;
  return () => {
    if (!isRequested) load();
    isRequested = true;
    return info();
  };
}
