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

/** Makes the session and at once tries to sign in silently, where that could work; call once, in `main.tsx`. */
export function createSession(): Session {
  const [state, setState] = createSignal<SessionState>({ is: 'starting', unreachable: false });
  const accessToken = createAccessTokenHolder(({ user }) => setSignedIn(user), onRefreshRefused);
  const channel = createCrossTabChannel(onTabMessage);
  let refusal: ApiError | undefined;

  const user = () => {
    const now = state();
    return 'user' in now ? now.user : undefined;
  };

  function setSignedIn(admitted: User): void {
    const now = state();
    rememberRole(admitted.role);
    if (now.is !== 'signedIn' || !deepEqual(now.user, admitted)) setState({ is: 'signedIn', user: admitted });
  }

  function onRefreshRefused(why: ApiError): void {
    refusal = why;
    const known = user();
    if (known) setState({ is: 'expired', user: known });
    else setSignedOut();
  }

  function setSignedOut(): void {
    accessToken.clear();
    rememberRole(undefined);
    setState({ is: 'signedOut' });
  }

  /** Expired is expired: nothing more is asked until somebody signs in again. */
  async function token(of: User): Promise<AccessToken> {
    if (state().is === 'expired' && refusal) throw refusal;
    const held = accessToken.current();
    if (!held || held.renewAt <= Date.now()) await accessToken.refresh();
    const fresh = accessToken.current();
    if (!fresh || user()?.id !== of.id) throw new NetworkError('Signed out.');
    return fresh;
  }

  const requestAs =
    (of: User): Call =>
    async (name, parts) => {
      const first = await token(of);
      try {
        return await request(name, parts, first.token);
      } catch (failure) {
        if (!isUnauthenticated(failure)) throw failure;
        if (accessToken.current()?.token === first.token) await accessToken.refresh();
      }
      const second = await token(of);
      return request(name, parts, second.token).catch((failure) => {
        if (isUnauthenticated(failure) && accessToken.current()?.token === second.token) {
          accessToken.clear();
          onRefreshRefused(failure);
        }
        throw failure;
      });
    };

  async function signInWith(asking: Promise<ResponseOf<'login'>>): Promise<User> {
    const issued = await asking;
    accessToken.clear();
    accessToken.set(issued);
    clearPendingSignOut();
    setSignedIn(issued.user);
    channel.post({ is: 'signedIn', userId: issued.user.id });
    return issued.user;
  }

  async function logout(): Promise<void> {
    const last = accessToken.current()?.token;
    setSignedOut();
    channel.post({ is: 'signedOut' });
    await signOut(last).catch(() => {});
  }

  function onTabMessage(news: SessionMessage): void {
    if (news.is === 'signedOut') {
      setSignedOut();
      return;
    }
    const now = state();
    if (now.is === 'signedIn' && now.user.id === news.userId) return;
    accessToken.clear();
    // Somebody else sits here now: nothing of the last person stays on screen while we ask who.
    if (user()?.id !== news.userId) setState({ is: 'starting', unreachable: false });
    start();
  }

  function start(): void {
    const begin = isSignOutPending() ? signOut().then(setSignedOut) : accessToken.refresh();
    begin.catch(() => {
      if (state().is === 'starting') setState({ is: 'starting', unreachable: true });
    });
  }

  const retry = () => {
    const now = state();
    if (now.is === 'starting' && now.unreachable) start();
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
    requestAs: requestAs,
    token,
    refresh: accessToken.refresh,
  };
}

const isUnauthenticated = (failure: unknown): failure is ApiError =>
  failure instanceof ApiError && failure.problem.code === 'unauthenticated';

/** Asked when somebody first wants to know: the sign-in page does. */
function createServerInfo(): Session['serverInfo'] {
  const [about, setAbout] = createSignal<ResponseOf<'showDesk'>>();
  const ask = () => void request('showDesk', {}).then(setAbout, () => {});
  let asked = false;
  return () => {
    if (!asked) ask();
    asked = true;
    return about();
  };
}
