import { type RouteSectionProps, useLocation, useNavigate, usePreloadRoute } from '@solidjs/router';
import { createComputed, createEffect, ErrorBoundary, Match, Suspense, Switch } from 'solid-js';
import { lastRole } from '../data/session/last-role.ts';
import { useSession } from '../data/session/session-context.ts';
import { homeOf } from '../paths.ts';
import { CrashNote } from '../ui/errors/error-fallback.tsx';
import { Announcer } from '../ui/feedback/live-region.tsx';
import { keepTitle } from '../ui/page-title.tsx';
import { Starting } from './startup-screen.tsx';

const OPEN_TO_ALL = ['/login', '/register', '/join', '/setup'];

/** Before every page: who is this, and may they be here? Nothing of a page is even loaded for people who may not. */
export function Gate(props: RouteSectionProps) {
  const session = useSession();
  const location = useLocation();
  keepTitle();
  fetchAhead();
  let wasIn = false;
  createComputed(() => {
    wasIn ||= session.user() !== undefined;
  });
  const mayEnter = () => session.user() !== undefined || OPEN_TO_ALL.includes(location.pathname);
  return (
    <>
      <ErrorBoundary fallback={(error, reset) => <CrashNote error={error} reset={reset} />}>
        <Suspense>
          <Switch fallback={<ToSignIn left={wasIn} />}>
            <Match when={session.state().is === 'starting'}>
              <Starting />
            </Match>
            <Match when={mayEnter()}>{props.children}</Match>
          </Switch>
        </Suspense>
      </ErrorBoundary>
      <Announcer />
    </>
  );
}

/** Fetches the page that will most likely open while the server is still asked who is here. */
function fetchAhead(): void {
  const preload = usePreloadRoute();
  const { pathname } = useLocation();
  const role = lastRole();
  if (OPEN_TO_ALL.includes(pathname)) preload(pathname);
  else if (!role) preload('/login');
  else preload(pathname === '/' ? homeOf(role) : pathname);
}

/** Sends to the sign-in page. It remembers where a visitor's way led, but not where the last person left: the next may be another. */
function ToSignIn(props: { left: boolean }) {
  const location = useLocation();
  const navigate = useNavigate();
  createEffect(() => {
    const wanted = location.pathname + location.search;
    const cold = wanted === '/' || props.left;
    navigate(cold ? '/login' : `/login?next=${encodeURIComponent(wanted)}`, { replace: true });
  });
  return null;
}
