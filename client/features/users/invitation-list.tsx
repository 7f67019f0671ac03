import { createMemo, For, Show } from 'solid-js';
import type { Invitation } from '../../../shared/schemas.ts';
import type { Invitations } from '../../data/account/users.ts';
import { LoadError } from '../../ui/errors/load-error.tsx';
import { useAnnouncer } from '../../ui/feedback/live-region.tsx';
import { Icon } from '../../ui/icon.tsx';
import { InlineConfirm } from '../../ui/overlays/inline-confirm.tsx';
import { currentTime } from '../../ui/time/current-time.ts';
import { formatAge, fullTime } from '../../ui/time/format-time.ts';
import { matchingPeople } from './match-people.ts';

const nameOf = (invitation: Invitation) => invitation.email ?? 'The set-up link';

/** Pending invitations that match the search; renders nothing if there are none. */
export function InvitationList(props: { invitations: Invitations; query: string }) {
  const announce = useAnnouncer();
  let heading: HTMLHeadingElement | undefined;
  const pending = createMemo(() => matchingPeople(props.invitations.list.value() ?? [], props.query, nameOf));
  const revoke = async (invitation: Invitation) => {
    await props.invitations.withdraw(invitation);
    (heading?.isConnected ? heading : document.querySelector<HTMLElement>('#main h1'))?.focus();
    announce.polite('The invitation is revoked');
  };
  return (
    <>
      <Show when={!props.invitations.list.value() && props.invitations.list.error()}>
        {(error) => (
          <LoadError
            error={error()}
            message="The pending invitations could not be listed."
            onRetry={() => void props.invitations.list.refresh()}
          />
        )}
      </Show>
      <Show when={pending().length > 0}>
        <section>
          <h2 class="invitations-title" ref={(element) => (heading = element)} tabindex="-1">
            Invited, not accepted yet
          </h2>
          <ul class="user-list">
            <For each={pending()}>
              {(invitation) => <InvitationRow invitation={invitation} onRevoke={revoke} />}
            </For>
          </ul>
        </section>
      </Show>
    </>
  );
}

function InvitationRow(props: {
  invitation: Invitation;
  onRevoke: (invitation: Invitation) => Promise<void>;
}) {
  const expiresAt = () => Date.parse(props.invitation.expiresAt);
  return (
    <li class="invitation-row">
      <span class="user-name-cell">
        <span class="invitation-icon">
          <Icon name="mail" />
        </span>
        <span class="truncate" title={nameOf(props.invitation)}>
          {nameOf(props.invitation)}
        </span>
      </span>
      <span class="user-email truncate">
        <Show when={props.invitation.invitedBy}>
          {(inviter) => (
            <>
              Invited by <bdi>{inviter().name}</bdi> ·{' '}
            </>
          )}
        </Show>
        expires in{' '}
        <time datetime={props.invitation.expiresAt} title={fullTime(expiresAt())}>
          {formatAge(currentTime(), expiresAt())}
        </time>
      </span>
      <InlineConfirm
        label="Revoke"
        accessibleSuffix={`the invitation for ${nameOf(props.invitation)}`}
        question={`Revoke the invitation for ${nameOf(props.invitation)}?`}
        kind="danger"
        run={() => props.onRevoke(props.invitation)}
      >
        The link stops working immediately. You can create a new invitation later.
      </InlineConfirm>
    </li>
  );
}
