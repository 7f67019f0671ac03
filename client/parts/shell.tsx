import { useNavigate } from '@solidjs/router';
import { createEffect, ErrorBoundary, type JSX, Show, Suspense } from 'solid-js';
import { useDesk } from '../data/desk.tsx';
import { ConnectionStrip } from './connection-strip.tsx';
import { CrashNote } from './crash-note.tsx';
import { listenToEvents } from './hearing.ts';
import { HelpDialog } from './help-dialog.tsx';
import { lazily } from './lazily.ts';
import { showUnread } from './page-title.tsx';
import { Palette } from './palette.tsx';
import { SessionOver } from './session-over.tsx';
import { listenForShortcuts, useShortcut } from './shortcuts.ts';
import { Toasts } from './toasts.tsx';

const AgentNav = lazily(() => import('./agent-nav.tsx'), 'AgentNav');
const CustomerHeader = lazily(() => import('./customer-header.tsx'), 'CustomerHeader');

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
