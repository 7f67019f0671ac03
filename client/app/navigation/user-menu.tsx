import { useNavigate } from '@solidjs/router';
import { createSignal } from 'solid-js';
import { useClient } from '../../data/client-context.tsx';
import { SignOutDialog } from '../../features/auth/sign-out-dialog.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { Menu } from '../../ui/overlays/menu.tsx';
import { runShortcut } from '../../ui/shortcuts/shortcuts.ts';

/** The signed-in person, and what is theirs: settings, shortcuts, the way out. */
export function UserMenu(props: {
  name: string;
  /** Where else one may go from here. */
  links?: readonly { label: string; path: string }[];
}) {
  const desk = useClient();
  const navigate = useNavigate();
  const [isSigningOut, setLeaving] = createSignal(false);
  return (
    <>
      <Menu
        label="Your account"
        class="user-menu-button"
        button={
          <>
            <Avatar name={props.name} of={desk.me.role} small />
            <span class="user-name truncate">{props.name}</span>
          </>
        }
        note={desk.me.email}
        items={[
          ...(props.links ?? []).map(({ label, path }) => ({ label, run: () => navigate(path) })),
          { label: 'Settings', run: () => navigate('/settings') },
          { label: 'Keyboard shortcuts', run: () => runShortcut('help') },
          { label: 'Sign out', run: () => setLeaving(true) },
        ]}
      />
      <SignOutDialog open={isSigningOut()} onClose={() => setLeaving(false)} />
    </>
  );
}
