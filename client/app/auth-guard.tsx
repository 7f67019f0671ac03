import { type RouteSectionProps, useLocation, useNavigate, usePreloadRoute } from '@solidjs/router';
import { createComputed, createEffect, ErrorBoundary, Match, Suspense, Switch } from 'solid-js';
import { lastRole } from '../data/session/last-role.ts';
import { useSession } from '../data/session/session-context.ts';
import { homePath } from '../paths.ts';
import { ErrorFallback } from '../ui/errors/error-fallback.tsx';
import { LiveRegions } from '../ui/feedback/live-region.tsx';
import { syncDocumentTitle } from '../ui/page-title.tsx';
import { StartupScreen } from './startup-screen.tsx';

const PUBLIC_PATHS = ['/login', '/register', '/join', '/setup'];

/** Before every page: who is this, and may they be here? Nothing of a page is even loaded for people who may not. */
export function AuthGuard(props: RouteSectionProps) {
  const session = useSession();
  const location = useLocation();
  syncDocumentTitle();
  preloadLikelyPage();
  let wasIn = false;
  createComputed(() => {
    wasIn ||= session.user() !== undefined;
  });
  const mayEnter = () => session.user() !== undefined || PUBLIC_PATHS.includes(location.pathname);
  return (
    <>
      <ErrorBoundary fallback={(error, reset) => <ErrorFallback error={error} reset={reset} />}>
        <Suspense>
          <Switch fallback={<RedirectToSignIn left={wasIn} />}>
            <Match when={session.state().is === 'starting'}>
              <StartupScreen />
            </Match>
            <Match when={mayEnter()}>{props.children}</Match>
          </Switch>
        </Suspense>
      </ErrorBoundary>
      <LiveRegions />
    </>
  );
}

/** Fetches the page that will most likely open while the server is still asked who is here. */
function preloadLikelyPage(): void {
  const preload = usePreloadRoute();
  const { pathname } = useLocation();
  const role = lastRole();
  if (PUBLIC_PATHS.includes(pathname)) preload(pathname);
  else if (!role) preload('/login');
  else preload(pathname === '/' ? homePath(role) : pathname);
}

/** Sends to the sign-in page. It remembers where a visitor's way led, but not where the last person left: the next may be another. */
function RedirectToSignIn(props: { left: boolean }) {
  const location = useLocation();
  const navigate = useNavigate();
  createEffect(() => {
    const wanted = location.pathname + location.search;
    const withoutReturnPath = wanted === '/' || props.left;
    navigate(withoutReturnPath ? '/login' : `/login?next=${encodeURIComponent(wanted)}`, { replace: true });
  });
  return null;
}
