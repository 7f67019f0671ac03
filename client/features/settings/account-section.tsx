import { createSignal } from 'solid-js';
import type { User } from '../../../shared/schemas.ts';
import type { Account } from '../../data/account/account.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { SignOutDialog } from '../auth/sign-out-dialog.tsx';
import { DisplayNameField } from './display-name-field.tsx';

/** Profile, display name, sign out. */
export function AccountSection(props: { me: User; account: Account }) {
  const [isSigningOut, setSigningOut] = createSignal(false);
  return (
    <section class="settings-card">
      <h2>Account</h2>
      <div class="settings-profile">
        <Avatar name={props.me.name} userRole={props.me.role} size="large" />
        <p class="settings-name">
          <strong dir="auto">{props.me.name}</strong>
          <span class="muted">
            {props.me.email} · {props.me.role === 'agent' ? 'Agent' : 'Customer'}
          </span>
        </p>
        <Button icon="logout" onClick={() => setSigningOut(true)}>
          Sign out
        </Button>
      </div>
      <DisplayNameField me={props.me} account={props.account} />
      <SignOutDialog open={isSigningOut()} onClose={() => setSigningOut(false)} />
    </section>
  );
}
