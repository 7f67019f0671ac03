import type { RouteSectionProps } from '@solidjs/router';
import { type JSX, onCleanup, Show } from 'solid-js';
import type { User } from '../../shared/schemas.ts';
import { ClientProvider } from '../data/client-context.tsx';
import { loadPreferences } from '../data/preferences.ts';
import { useSession } from '../data/session/session-context.ts';
import { clearToasts } from '../ui/overlays/toasts.tsx';
import { Shell } from './shell.tsx';

/** Everything behind the gate: one desk per person, made anew when the person changes and gone when they leave. */
export function SignedInLayout(props: RouteSectionProps) {
  const session = useSession();
  return (
    <Show when={session.user()?.id} keyed>
      {(id) => {
        const me = session.user();
        return me?.id === id && <Inside me={me}>{props.children}</Inside>;
      }}
    </Show>
  );
}

function Inside(props: { me: User; children: JSX.Element }) {
  const { me } = props;
  loadPreferences(me);
  onCleanup(clearToasts);
  return (
    <ClientProvider user={me}>
      <Shell>{props.children}</Shell>
    </ClientProvider>
  );
}
