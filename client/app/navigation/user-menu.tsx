import { useNavigate } from '@solidjs/router';
import { createSignal } from 'solid-js';
import { useDesk } from '../../data/client-context.tsx';
import { SignOutDialog } from '../../features/auth/sign-out-dialog.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { Menu } from '../../ui/overlays/menu.tsx';
import { runShortcut } from '../../ui/shortcuts/shortcuts.ts';

/** The signed-in person, and what is theirs: settings, shortcuts, the way out. */
export function PersonMenu(props: {
  name: string;
  /** Where else one may go from here. */
  places?: readonly { label: string; path: string }[];
}) {
  const desk = useDesk();
  const navigate = useNavigate();
  const [leaving, setLeaving] = createSignal(false);
  return (
    <>
      <Menu
        label="Your account"
        class="person-button"
        button={
          <>
            <Avatar name={props.name} of={desk.me.role} small />
            <span class="person-name truncate">{props.name}</span>
          </>
        }
        note={desk.me.email}
        items={[
          ...(props.places ?? []).map(({ label, path }) => ({ label, run: () => navigate(path) })),
          { label: 'Settings', run: () => navigate('/settings') },
          { label: 'Keyboard shortcuts', run: () => runShortcut('help') },
          { label: 'Sign out', run: () => setLeaving(true) },
        ]}
      />
      <SignOutDialog open={leaving()} onClose={() => setLeaving(false)} />
    </>
  );
}
