import { type RouteSectionProps, useLocation, useNavigate, usePreloadRoute } from '@solidjs/router';
import { createComputed, createEffect, ErrorBoundary, Match, Suspense, Switch } from 'solid-js';
import { lastRole } from '../data/session/last-role.ts';
import { useSession } from '../data/session/session-context.ts';
import { homePath, isPublicPath } from '../paths.ts';
import { ErrorFallback } from '../ui/errors/error-fallback.tsx';
import { AnnouncerProvider } from '../ui/feedback/live-region.tsx';
import { syncDocumentTitle } from '../ui/page-title.tsx';
import { StartupScreen } from './startup-screen.tsx';

/** Restores the session before it renders a page. Pages that need a session are not loaded without one. */
export function AuthGuard(props: RouteSectionProps) {
  const session = useSession();
  const location = useLocation();
  syncDocumentTitle();
  preloadLikelyPage();
  let wasSignedIn = false;
  createComputed(() => {
    wasSignedIn ||= session.user() !== undefined;
  });
  const isAllowed = () => session.user() !== undefined || isPublicPath(location.pathname);
  return (
    <AnnouncerProvider isActive={session.user() === undefined}>
      <ErrorBoundary fallback={(error, reset) => <ErrorFallback error={error} reset={reset} />}>
        <Suspense>
          <Switch fallback={<RedirectToSignIn afterSignOut={wasSignedIn} />}>
            <Match when={session.state().is === 'starting'}>
              <StartupScreen />
            </Match>
            <Match when={isAllowed()}>{props.children}</Match>
          </Switch>
        </Suspense>
      </ErrorBoundary>
    </AnnouncerProvider>
  );
}

/** Loads the code of the most likely page while the session is being restored. */
function preloadLikelyPage(): void {
  const preload = usePreloadRoute();
  const { pathname } = useLocation();
  const role = lastRole();
  if (isPublicPath(pathname)) preload(pathname);
  else if (!role) preload('/login');
  else preload(pathname === '/' ? homePath(role) : pathname);
}

/** Redirects to the sign-in page. After a sign-out it drops the return path: the next user may be another. */
function RedirectToSignIn(props: { afterSignOut: boolean }) {
  const location = useLocation();
  const navigate = useNavigate();
  createEffect(() => {
    const returnPath = location.pathname + location.search;
    const withoutReturnPath = returnPath === '/' || props.afterSignOut;
    navigate(withoutReturnPath ? '/login' : `/login?next=${encodeURIComponent(returnPath)}`, {
      replace: true,
    });
  });
  return null;
}
