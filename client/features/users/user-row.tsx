import { Show } from 'solid-js';
import { policy } from '../../../shared/policy.ts';
import type { Account } from '../../../shared/schemas.ts';
import { useClient } from '../../data/client-context.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { announcePolite } from '../../ui/feedback/live-region.tsx';
import { InlineConfirm } from '../../ui/overlays/inline-confirm.tsx';

/** One account: who, may they sign in, and the way to change that for everybody but oneself. */
export function UserRow(props: {
  account: Account;
  onChange: (account: Account, active: boolean) => Promise<void>;
}) {
  const client = useClient();
  const name = () => props.account.name;
  const verb = () => (props.account.active ? 'Deactivate' : 'Reactivate');
  const change = async () => {
    const active = !props.account.active;
    await props.onChange(props.account, active);
    announcePolite(active ? `${name()} can sign in again` : `${name()} is deactivated`);
  };
  return (
    <li class="user-row" classList={{ inactive: !props.account.active }}>
      <Avatar name={name()} userRole={props.account.role} />
      <p class="user-row-text">
        <span class="user-row-name">
          <bdi>{name()}</bdi>
          <Show when={props.account.id === client.me.id}>
            <span class="chip accent">You</span>
          </Show>
          <Show when={!props.account.active}>
            <span class="chip">Deactivated</span>
          </Show>
        </span>
        <span class="user-row-note">
          {props.account.email} · {props.account.role === 'agent' ? 'Agent' : 'Customer'}
        </span>
      </p>
      <Show when={policy.deactivate(client.me, props.account.id)}>
        {/* One question for both ways, so that the focus comes back to its button whatever that says then. */}
        <InlineConfirm
          label={verb()}
          accessibleSuffix={name()}
          question={`${verb()} ${name()}?`}
          kind={props.account.active ? 'danger' : 'primary'}
          run={change}
        >
          {meaning(props.account)}
        </InlineConfirm>
      </Show>
    </li>
  );
}

const OUT = 'They are signed out everywhere at once and cannot sign in.';
const meaning = ({ role, active }: Account): string => {
  if (!active) return 'They can sign in again with the password they had.';
  return role === 'agent'
    ? `${OUT} What they wrote stays, and their tickets stay theirs until somebody takes them over.`
    : `${OUT} Their tickets and what they wrote stay.`;
};
