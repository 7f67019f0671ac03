import { createSignal, onCleanup } from 'solid-js';
import type { AnswerOf } from '../../../shared/contract.ts';
import type { User } from '../../../shared/schemas.ts';
import { type Call, Refused, send, Unreachable } from '../http/request.ts';
import { alike } from '../lib/deep-equal.ts';
import { cameAsNobody, onWake } from '../lib/page-lifecycle.ts';
import { createBadge, type Held } from './access-token.ts';
import { createTabs, type TabNews } from './cross-tab-channel.ts';
import { lastRole, rememberRole } from './last-role.ts';
import type { Session, SessionState } from './session-context.ts';
import { isLeaving, leave, leftForGood } from './sign-out.ts';

const RETRY_EVERY = 5_000;

/** Makes the session and at once tries to sign in silently, where that could work; call once, in `main.tsx`. */
export function createSession(): Session {
  const [state, setState] = createSignal<SessionState>({ is: 'starting', unreachable: false });
  const badge = createBadge(({ user }) => admit(user), lose);
  const tabs = createTabs(hearTab);
  let refusal: Refused | undefined;

  const user = () => {
    const now = state();
    return 'user' in now ? now.user : undefined;
  };

  function admit(admitted: User): void {
    const now = state();
    rememberRole(admitted.role);
    if (now.is !== 'signedIn' || !alike(now.user, admitted)) setState({ is: 'signedIn', user: admitted });
  }

  function lose(why: Refused): void {
    refusal = why;
    const known = user();
    if (known) setState({ is: 'expired', user: known });
    else forget();
  }

  function forget(): void {
    badge.drop();
    rememberRole(undefined);
    setState({ is: 'signedOut' });
  }

  /** Expired is expired: nothing more is asked until somebody signs in again. */
  async function token(of: User): Promise<Held> {
    if (state().is === 'expired' && refusal) throw refusal;
    const held = badge.held();
    if (!held || held.renewAt <= Date.now()) await badge.refresh();
    const fresh = badge.held();
    if (!fresh || user()?.id !== of.id) throw new Unreachable('Signed out.');
    return fresh;
  }

  const callAs =
    (of: User): Call =>
    async (name, request) => {
      const first = await token(of);
      try {
        return await send(name, request, first.token);
      } catch (failure) {
        if (!isUnauthenticated(failure)) throw failure;
        if (badge.held()?.token === first.token) await badge.refresh();
      }
      const second = await token(of);
      return send(name, request, second.token).catch((failure) => {
        if (isUnauthenticated(failure) && badge.held()?.token === second.token) {
          badge.drop();
          lose(failure);
        }
        throw failure;
      });
    };

  async function enter(asking: Promise<AnswerOf<'login'>>): Promise<User> {
    const issued = await asking;
    badge.drop();
    badge.take(issued);
    leftForGood();
    admit(issued.user);
    tabs.say({ is: 'signedIn', userId: issued.user.id });
    return issued.user;
  }

  async function logout(): Promise<void> {
    const last = badge.held()?.token;
    forget();
    tabs.say({ is: 'signedOut' });
    await leave(last).catch(() => {});
  }

  function hearTab(news: TabNews): void {
    if (news.is === 'signedOut') {
      forget();
      return;
    }
    const now = state();
    if (now.is === 'signedIn' && now.user.id === news.userId) return;
    badge.drop();
    // Somebody else sits here now: nothing of the last person stays on screen while we ask who.
    if (user()?.id !== news.userId) setState({ is: 'starting', unreachable: false });
    start();
  }

  function start(): void {
    const begin = isLeaving() ? leave().then(forget) : badge.refresh();
    begin.catch(() => {
      if (state().is === 'starting') setState({ is: 'starting', unreachable: true });
    });
  }

  const retry = () => {
    const now = state();
    if (now.is === 'starting' && now.unreachable) start();
  };
  const timer = setInterval(retry, RETRY_EVERY);
  onCleanup(() => clearInterval(timer));
  onWake(retry);
  if (cameAsNobody() && !lastRole() && !isLeaving()) forget();
  else start();

  return {
    state,
    user,
    login: (credentials) => enter(send('login', { body: credentials })),
    register: (registration) => enter(send('register', { body: registration })),
    join: (acceptance) => enter(send('acceptInvitation', { body: acceptance })),
    logout,
    retry,
    about: createAbout(),
    callAs,
    token,
    refresh: badge.refresh,
  };
}

const isUnauthenticated = (failure: unknown): failure is Refused =>
  failure instanceof Refused && failure.problem.code === 'unauthenticated';

/** Asked when somebody first wants to know: the sign-in page does. */
function createAbout(): Session['about'] {
  const [about, setAbout] = createSignal<AnswerOf<'showDesk'>>();
  const ask = () => void send('showDesk', {}).then(setAbout, () => {});
  let asked = false;
  return () => {
    if (!asked) ask();
    asked = true;
    return about();
  };
}
