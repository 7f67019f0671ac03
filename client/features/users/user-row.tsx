import { useNavigate } from '@solidjs/router';
import { onCleanup, onMount, Show } from 'solid-js';
import { policy } from '../../../shared/policy.ts';
import type { Account } from '../../../shared/schemas.ts';
import type { OpenTicketCounts } from '../../data/account/users.ts';
import { useClient } from '../../data/client-context.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { copyText } from '../../ui/clipboard.ts';
import { useAnnouncer } from '../../ui/feedback/live-region.tsx';
import { Icon } from '../../ui/icon.tsx';
import { isolate } from '../../ui/isolate.ts';
import { Menu } from '../../ui/overlays/menu.tsx';

/** The queue with the unresolved tickets of this account. */
const ticketsPath = ({ id, role }: Account) => `/queue?${role === 'agent' ? 'assignee' : 'customer'}=${id}`;

/** One account: name, address, number of open tickets, and a menu unless it is the own account. */
export function UserRow(props: {
  account: Account;
  counts: OpenTicketCounts;
  /** Opens the confirmation that deactivates or reactivates the account. */
  onChange: (account: Account) => void;
}) {
  const client = useClient();
  let row!: HTMLLIElement;
  onMount(() =>
    whileVisible(
      row,
      () => props.counts.load(props.account),
      () => props.counts.cancel(props.account),
    ),
  );
  return (
    <li ref={row} class="user-row" classList={{ inactive: !props.account.active }}>
      <span class="user-name-cell">
        <Avatar name={props.account.name} userRole={props.account.role} />
        <bdi class="truncate" title={isolate(props.account.name)}>
          {props.account.name}
        </bdi>
        <Show when={props.account.id === client.me.id}>
          <span class="chip accent">You</span>
        </Show>
        <Show when={!props.account.active}>
          <span class="chip">Deactivated</span>
        </Show>
      </span>
      <span class="user-email truncate" title={props.account.email}>
        {props.account.email}
      </span>
      <OpenTickets account={props.account} count={props.counts.get(props.account)} />
      <Show when={policy.deactivate(client.me, props.account.id)}>
        <UserMenu account={props.account} onChange={props.onChange} />
      </Show>
    </li>
  );
}

/** The number of open tickets as a link to them. The unit is shown where there is no column header. */
function OpenTickets(props: { account: Account; count: number | null | undefined }) {
  return (
    <span class="user-count number">
      <Show when={props.count === null}>
        <span class="muted" title="The tickets could not be counted.">
          ?
        </span>
      </Show>
      <Show when={props.count === 0}>
        <span class="muted">
          0<span class="user-count-unit"> open tickets</span>
        </span>
      </Show>
      <Show when={props.count}>
        {(count) => (
          <a href={ticketsPath(props.account)}>
            {count()}
            <span class="user-count-unit"> open {count() === 1 ? 'ticket' : 'tickets'}</span>
          </a>
        )}
      </Show>
    </span>
  );
}

function UserMenu(props: { account: Account; onChange: (account: Account) => void }) {
  const navigate = useNavigate();
  const announce = useAnnouncer();
  const copyEmail = async () => {
    announce.polite((await copyText(props.account.email)) ? 'Copied' : 'The address could not be copied.');
  };
  return (
    <Menu
      label={`Actions for ${isolate(props.account.name)}`}
      class="user-menu"
      button={<Icon name="more" />}
      items={[
        { label: 'Show open tickets', run: () => navigate(ticketsPath(props.account)) },
        { label: 'Copy e-mail address', run: () => void copyEmail() },
        {
          label: props.account.active ? 'Deactivate…' : 'Reactivate…',
          run: () => props.onChange(props.account),
        },
      ]}
    />
  );
}

/** Calls `show` when the element enters the window, and `hide` when it leaves it. */
function whileVisible(element: Element, show: () => void, hide: () => void): void {
  const observer = new IntersectionObserver(([entry]) => (entry?.isIntersecting ? show() : hide()));
  observer.observe(element);
  onCleanup(() => observer.disconnect());
}
