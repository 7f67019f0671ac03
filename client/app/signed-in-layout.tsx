import type { RouteSectionProps } from '@solidjs/router';
import { type JSX, Show } from 'solid-js';
import type { User } from '../../shared/schemas.ts';
import { ClientProvider } from '../data/client-provider.tsx';
import { useSession } from '../data/session/session-context.ts';
import { AnnouncerProvider } from '../ui/feedback/live-region.tsx';
import { ToastProvider } from '../ui/overlays/toasts.tsx';
import { ConnectionBanner } from './connection/connection-banner.tsx';
import { Shell } from './shell.tsx';

/** The pages that need a session. Creates the client state per user and disposes it on sign-out. */
export function SignedInLayout(props: RouteSectionProps) {
  const session = useSession();
  return (
    <Show when={session.user()?.id} keyed>
      {(id) => {
        const me = session.user();
        return me?.id === id && <ClientScope me={me}>{props.children}</ClientScope>;
      }}
    </Show>
  );
}

function ClientScope(props: { me: User; children: JSX.Element }) {
  return (
    <ClientProvider user={props.me}>
      <AnnouncerProvider>
        <ToastProvider status={<ConnectionBanner />}>
          <Shell>{props.children}</Shell>
        </ToastProvider>
      </AnnouncerProvider>
    </ClientProvider>
  );
}
