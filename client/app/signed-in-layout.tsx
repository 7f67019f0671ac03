import type { RouteSectionProps } from '@solidjs/router';
import { type JSX, onCleanup, Show } from 'solid-js';
import type { User } from '../../shared/schemas.ts';
import { DeskOf } from '../data/client-context.tsx';
import { openPreferences } from '../data/preferences.ts';
import { useSession } from '../data/session/session-context.ts';
import { clearToasts } from '../ui/overlays/toasts.tsx';
import { Shell } from './shell.tsx';

/** Everything behind the gate: one desk per person, made anew when the person changes and gone when they leave. */
export function SignedIn(props: RouteSectionProps) {
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
  openPreferences(me);
  onCleanup(clearToasts);
  return (
    <DeskOf user={me}>
      <Shell>{props.children}</Shell>
    </DeskOf>
  );
}
