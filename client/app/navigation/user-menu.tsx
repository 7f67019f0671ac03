import { useNavigate } from '@solidjs/router';
import { createSignal } from 'solid-js';
import { useClient } from '../../data/client-context.ts';
import { SignOutDialog } from '../../features/auth/sign-out-dialog.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { Menu } from '../../ui/overlays/menu.tsx';
import { runShortcut } from '../../ui/shortcuts/shortcuts.ts';

/** The menu of the signed-in user: settings, shortcuts, sign out. */
export function UserMenu(props: {
  name: string;
  /** Further links, shown above the settings. */
  links?: readonly { label: string; path: string }[];
}) {
  const client = useClient();
  const navigate = useNavigate();
  const [isSigningOut, setSigningOut] = createSignal(false);
  return (
    <>
      <Menu
        label="Your account"
        class="user-menu-button"
        button={
          <>
            <Avatar name={props.name} userRole={client.me.role} size="small" />
            <bdi class="user-name truncate">{props.name}</bdi>
          </>
        }
        note={client.me.email}
        items={[
          ...(props.links ?? []).map(({ label, path }) => ({ label, run: () => navigate(path) })),
          { label: 'Settings', run: () => navigate('/settings') },
          { label: 'Keyboard shortcuts', run: () => runShortcut('help') },
          { label: 'Sign out', run: () => setSigningOut(true) },
        ]}
      />
      <SignOutDialog open={isSigningOut()} onClose={() => setSigningOut(false)} />
    </>
  );
}
