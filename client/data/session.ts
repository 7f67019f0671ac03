import { type Accessor, createContext, createSignal, onCleanup, useContext } from 'solid-js';
import type { AnswerOf, BodyInput } from '../../shared/contract.ts';
import type { User } from '../../shared/schemas.ts';
import { type Call, Refused, send, Unreachable } from './api.ts';
import { withLock } from './lock.ts';
import { onWake } from './page.ts';
import { isLeaving, leave, leftForGood } from './sign-out.ts';
import { createTabs, type TabNews } from './tabs.ts';

/** Where signing in stands; `expired` is a known person whose session ended: ask for the password over the page. */
export type SessionState =
  | { is: 'starting'; unreachable: boolean }
  | { is: 'signedOut' }
  | { is: 'signedIn'; user: User }
  | { is: 'expired'; user: User };

/** An access token, and when to renew it: well before it ends (epoch milliseconds). */
type Held = { token: string; renewAt: number };

/** Who sits here. The access token never leaves this module except as a header or a handshake. */
export type Session = {
  state: Accessor<SessionState>;
  /** The known person: signed in or expired. */
  user: Accessor<User | undefined>;
  /** Rejects with `Refused` (401 `unauthenticated`, 429 `rate_limited` + `retryAfter`) or `Unreachable`. */
  login: (credentials: { email: string; password: string }) => Promise<User>;
  /** Rejects with `Refused` (400 `invalid` + `errors`, 409 `email_taken`, 429) or `Unreachable`. */
  register: (registration: { name: string; email: string; password: string }) => Promise<User>;
  /** Accepts an invitation or the set-up link. Rejects with `Refused` (404 dead link, 409 `email_taken`, 400, 429) or `Unreachable`. */
  join: (acceptance: BodyInput<'acceptInvitation'>) => Promise<User>;
  /** Ends the session here and in every tab at once; asks nothing: ask about unsent text before. */
  logout: () => Promise<void>;
  /** Tries the silent sign-in of `starting` again now. */
  retry: () => void;
  /** What desk this is (demo accounts?); undefined until known. */
  about: Accessor<AnswerOf<'showDesk'> | undefined>;
  /** For `client/data` only: calls in this person's name and in nobody else's, whoever signs in meanwhile. */
  callAs: (user: User) => Call;
  /** For `live.ts` only: a token that lasts a while yet, renewed if need be (one renewal at a time, over all tabs). */
  token: (user: User) => Promise<Held>;
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

const RETRY_EVERY = 5_000;
const isUnauthenticated = (failure: unknown): failure is Refused =>
  failure instanceof Refused && failure.problem.code === 'unauthenticated';
/** Nothing about them changed. */
export const sameUser = (a: User, b: User) => JSON.stringify(a) === JSON.stringify(b);

/** Makes the session and at once tries to sign in silently; call once, in `main.tsx`. */
export function createSession(): Session {
  const [state, setState] = createSignal<SessionState>({ is: 'starting', unreachable: false });
  let held: Held | undefined;
  let refusal: Refused | undefined;
  let refreshing: Promise<void> | undefined;
  /** Rises with each sign-in and sign-out: an answer to an older question admits nobody. */
  let era = 0;
  const tabs = createTabs(hearTab);

  const user = () => {
    const now = state();
    return 'user' in now ? now.user : undefined;
  };

  function admit({ token, expiresIn, user: admitted }: AnswerOf<'login'>): User {
    const life = expiresIn * 1000;
    held = { token, renewAt: Date.now() + life - Math.min(30_000, life / 4) };
    refusal = undefined;
    const now = state();
    const same = now.is === 'signedIn' && sameUser(now.user, admitted);
    if (!same) setState({ is: 'signedIn', user: admitted });
    return admitted;
  }

  function lose(why: Refused): void {
    held = undefined;
    refusal = why;
    const known = user();
    setState(known ? { is: 'expired', user: known } : { is: 'signedOut' });
  }

  function forget(): void {
    era += 1;
    held = undefined;
    refreshing = undefined;
    setState({ is: 'signedOut' });
  }

  function refresh(): Promise<void> {
    refreshing ??= renew(era).finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  }

  async function renew(asked: number): Promise<void> {
    try {
      const answer = await withLock('helpdesk:refresh', () => send('refresh', {}));
      if (asked === era) admit(answer);
    } catch (failure) {
      if (failure instanceof Refused && asked === era) lose(failure);
      throw failure;
    }
  }

  async function token(of: User): Promise<Held> {
    if (state().is === 'expired' && refusal) throw refusal;
    if (!held || held.renewAt <= Date.now()) await refresh();
    if (!held || user()?.id !== of.id) throw new Unreachable('Signed out.');
    return held;
  }

  const callAs =
    (of: User): Call =>
    async (name, request) => {
      const first = await token(of);
      try {
        return await send(name, request, first.token);
      } catch (failure) {
        if (!isUnauthenticated(failure)) throw failure;
        if (held?.token === first.token) await refresh();
      }
      const second = await token(of);
      return send(name, request, second.token).catch((failure) => {
        if (isUnauthenticated(failure) && held?.token === second.token) lose(failure);
        throw failure;
      });
    };

  async function enter(asking: () => Promise<AnswerOf<'login'>>): Promise<User> {
    era += 1;
    const answer = await asking();
    era += 1;
    leftForGood();
    const admitted = admit(answer);
    tabs.say({ is: 'signedIn', userId: admitted.id });
    return admitted;
  }

  async function logout(): Promise<void> {
    const last = held?.token;
    forget();
    tabs.say({ is: 'signedOut' });
    await leave(last).catch(() => {});
  }

  function hearTab(news: TabNews): void {
    const now = state();
    if (news.is === 'signedIn' && now.is === 'signedIn' && now.user.id === news.userId) return;
    if (news.is === 'signedOut') {
      forget();
      return;
    }
    era += 1;
    refreshing = undefined;
    // Somebody else sits here now: nothing of the last person stays on screen while we ask who.
    if (user()?.id !== news.userId) setState({ is: 'starting', unreachable: false });
    start();
  }

  function start(): void {
    const asked = era;
    const begin = isLeaving() ? leave().then(forget) : refresh();
    begin.catch(() => {
      if (asked === era && state().is === 'starting') setState({ is: 'starting', unreachable: true });
    });
  }

  const retry = () => {
    const now = state();
    if (now.is === 'starting' && now.unreachable) start();
  };
  onWake(retry);
  const again = setInterval(retry, RETRY_EVERY);
  onCleanup(() => clearInterval(again));
  start();

  return {
    state,
    user,
    login: (credentials) => enter(() => send('login', { body: credentials })),
    register: (registration) => enter(() => send('register', { body: registration })),
    join: (acceptance) => enter(() => send('acceptInvitation', { body: acceptance })),
    logout,
    retry,
    about: createAbout(),
    callAs,
    token,
    refresh,
  };
}

function createAbout(): Session['about'] {
  const [about, setAbout] = createSignal<AnswerOf<'showDesk'>>();
  send('showDesk', {}).then(setAbout, () => {});
  return about;
}
