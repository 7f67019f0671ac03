import { useNavigate } from '@solidjs/router';
import { createEffect, ErrorBoundary, type JSX, Show, Suspense } from 'solid-js';
import { useDesk } from '../data/client-context.tsx';
import { SessionOver } from '../features/auth/reauthenticate-dialog.tsx';
import { CrashNote } from '../ui/errors/error-fallback.tsx';
import { lazily } from '../ui/lazy-named.ts';
import { Toasts } from '../ui/overlays/toasts.tsx';
import { showUnread } from '../ui/page-title.tsx';
import { listenForShortcuts, useShortcut } from '../ui/shortcuts/shortcuts.ts';
import { Palette } from './command-palette/command-palette.tsx';
import { ConnectionStrip } from './connection/connection-banner.tsx';
import { listenToEvents } from './notifications/event-notifications.ts';
import { HelpDialog } from './shortcuts-help/shortcuts-dialog.tsx';

const AgentNav = lazily(() => import('./navigation/agent-nav.tsx'), 'AgentNav');
const CustomerHeader = lazily(() => import('./navigation/customer-nav.tsx'), 'CustomerHeader');

/** Moves the focus without a step in the browser's history. */
function skip(): void {
  document.querySelector<HTMLElement>('#main h1')?.focus();
}

/** What stands around every page of a signed-in person. */
export function Shell(props: { children: JSX.Element }) {
  const desk = useDesk();
  const navigate = useNavigate();
  const agent = desk.me.role === 'agent';
  listenForShortcuts();
  listenToEvents();
  createEffect(() => showUnread(desk.counts()?.unread ?? 0));
  useShortcut('goSettings', () => navigate('/settings'));
  return (
    <div class="shell" classList={{ 'for-agents': agent, 'for-customers': !agent }}>
      <button type="button" class="skip" onClick={skip}>
        Skip to content
      </button>
      <Suspense>
        <Show when={agent} fallback={<CustomerHeader />}>
          <AgentNav />
        </Show>
      </Suspense>
      <ErrorBoundary fallback={(error, reset) => <CrashNote error={error} reset={reset} />}>
        <Suspense>{props.children}</Suspense>
      </ErrorBoundary>
      <ConnectionStrip />
      <HelpDialog />
      <Palette />
      <SessionOver />
      <Toasts />
    </div>
  );
}
