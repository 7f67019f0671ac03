import { For, Show } from 'solid-js';
import type { Invitation } from '../../../shared/schemas.ts';
import type { Invitations } from '../../data/account/users.ts';
import { LoadError } from '../../ui/errors/load-error.tsx';
import { useAnnouncer } from '../../ui/feedback/live-region.tsx';
import { InlineConfirm } from '../../ui/overlays/inline-confirm.tsx';
import { currentTime } from '../../ui/time/current-time.ts';
import { formatAge, fullTime } from '../../ui/time/format-time.ts';

/** Pending invitations; renders nothing if there are none. */
export function InvitationList(props: { invitations: Invitations }) {
  const announce = useAnnouncer();
  let heading: HTMLHeadingElement | undefined;
  const pending = () => props.invitations.list.value() ?? [];
  const withdraw = async (invitation: Invitation) => {
    await props.invitations.withdraw(invitation);
    heading?.focus();
    announce.polite('The invitation is withdrawn');
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
        <div>
          <h3 ref={(element) => (heading = element)} tabindex="-1">
            Not accepted yet
          </h3>
          <ul class="user-list">
            <For each={pending()}>
              {(invitation) => <InvitationRow invitation={invitation} onWithdraw={withdraw} />}
            </For>
          </ul>
        </div>
      </Show>
    </>
  );
}

function InvitationRow(props: {
  invitation: Invitation;
  onWithdraw: (invitation: Invitation) => Promise<void>;
}) {
  const name = () => props.invitation.email ?? 'The set-up link';
  const expiresAt = () => Date.parse(props.invitation.expiresAt);
  return (
    <li class="user-row">
      <p class="user-row-text">
        <span class="user-row-name">{name()}</span>
        <span class="user-row-note">
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
      </p>
      <InlineConfirm
        label="Withdraw"
        accessibleSuffix={`the invitation for ${name()}`}
        question={`Withdraw the invitation for ${name()}?`}
        kind="danger"
        run={() => props.onWithdraw(props.invitation)}
      >
        The link stops working immediately. You can create a new invitation later.
      </InlineConfirm>
    </li>
  );
}
