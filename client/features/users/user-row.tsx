import { Show } from 'solid-js';
import { policy } from '../../../shared/policy.ts';
import type { Account } from '../../../shared/schemas.ts';
import { useClient } from '../../data/client-context.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { useAnnouncer } from '../../ui/feedback/live-region.tsx';
import { InlineConfirm } from '../../ui/overlays/inline-confirm.tsx';
import { DeactivationEffect } from './deactivation-effect.tsx';

/** One account, with Deactivate or Reactivate unless it is the own account. */
export function UserRow(props: {
  account: Account;
  /** Resolves with the number of tickets that became unassigned. */
  onChange: (account: Account, active: boolean) => Promise<number>;
  countUnresolved: (account: Account) => Promise<number>;
}) {
  const announce = useAnnouncer();
  const client = useClient();
  const name = () => props.account.name;
  const verb = () => (props.account.active ? 'Deactivate' : 'Reactivate');
  const change = async () => {
    const active = !props.account.active;
    const released = await props.onChange(props.account, active);
    const tickets = released > 0 ? `. Tickets without an assignee now: ${released}` : '';
    announce.polite(active ? `${name()} can sign in again` : `${name()} is deactivated${tickets}`);
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
        {/* One component for both actions, to return the focus to its button after the label has changed. */}
        <InlineConfirm
          label={verb()}
          accessibleSuffix={name()}
          question={`${verb()} ${name()}?`}
          kind={props.account.active ? 'danger' : 'primary'}
          run={change}
        >
          <DeactivationEffect account={props.account} countUnresolved={props.countUnresolved} />
        </InlineConfirm>
      </Show>
    </li>
  );
}
