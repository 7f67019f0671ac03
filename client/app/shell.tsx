import { useNavigate } from '@solidjs/router';
import { ErrorBoundary, type JSX, Show, Suspense } from 'solid-js';
import { useClient } from '../data/client-context.ts';
import { ReauthenticateDialog } from '../features/auth/reauthenticate-dialog.tsx';
import { ErrorFallback } from '../ui/errors/error-fallback.tsx';
import { lazyNamed } from '../ui/lazy-named.ts';
import { useUnreadBadge } from '../ui/page-title.tsx';
import { listenForShortcuts, runShortcut, useShortcut } from '../ui/shortcuts/shortcuts.ts';
import { CommandPalette } from './command-palette/command-palette.tsx';
import { announceEvents } from './notifications/event-notifications.ts';
import { ShortcutsDialog } from './shortcuts-help/shortcuts-dialog.tsx';

const AgentNav = lazyNamed(() => import('./navigation/agent-nav.tsx'), 'AgentNav');
const CustomerNav = lazyNamed(() => import('./navigation/customer-nav.tsx'), 'CustomerNav');

/** Moves the focus without adding an entry to the browser history. */
function skipToContent(): void {
  document.querySelector<HTMLElement>('#main h1')?.focus();
}

/** The frame around every page of a signed-in user. */
export function Shell(props: { children: JSX.Element }) {
  const client = useClient();
  const navigate = useNavigate();
  const isAgent = client.me.role === 'agent';
  listenForShortcuts();
  announceEvents();
  useUnreadBadge(() => client.counts()?.unread ?? 0);
  // On pages without a search field.
  useShortcut('search', () => runShortcut('palette'));
  useShortcut('goSettings', () => navigate('/settings'));
  // Here, as the navigation loads later than the first key may be pressed.
  if (isAgent) {
    useShortcut('goQueue', () => navigate('/queue'));
    useShortcut('goMine', () => navigate('/queue?view=mine'));
    useShortcut('goUnassigned', () => navigate('/queue?view=unassigned'));
    useShortcut('goPeople', () => navigate('/people'));
  }
  return (
    <div class="shell" classList={{ 'for-agents': isAgent, 'for-customers': !isAgent }}>
      <button type="button" class="skip-link" onClick={skipToContent}>
        Skip to content
      </button>
      <Suspense fallback={<NavPlaceholder agent={isAgent} />}>
        <Show when={isAgent} fallback={<CustomerNav />}>
          <AgentNav />
        </Show>
      </Suspense>
      <ErrorBoundary fallback={(error, reset) => <ErrorFallback error={error} reset={reset} />}>
        <Suspense>{props.children}</Suspense>
      </ErrorBoundary>
      <ShortcutsDialog />
      <CommandPalette />
      <ReauthenticateDialog />
    </div>
  );
}

/** Takes the room of the navigation while its code loads: the page must not move when it appears. */
function NavPlaceholder(props: { agent: boolean }) {
  return (
    <Show when={!props.agent} fallback={<div class="agent-nav" />}>
      <div class="customer-nav">
        <div class="customer-nav-inner">
          <span class="button nav-placeholder" />
        </div>
      </div>
    </Show>
  );
}
