import { createSignal, Show } from 'solid-js';
import type { Status } from '../../../../../shared/vocabulary.ts';
import type { ClientTicket } from '../../../../data/tickets/ticket-store.ts';
import { IconButton } from '../../../../ui/button.tsx';
import { Icon } from '../../../../ui/icon.tsx';
import { isolate } from '../../../../ui/isolate.ts';
import { createMediaQuery } from '../../../../ui/media-query.ts';
import { Menu } from '../../../../ui/overlays/menu.tsx';
import { PageTitle } from '../../../../ui/page-title.tsx';
import { useTicketActions } from '../../../tickets/ticket-actions.ts';
import { AssigneeMenu } from './assignee-menu.tsx';
import { CopyLink, useCopyLink } from './copy-link.tsx';
import { PresenceLine } from './presence-line.tsx';
import { PriorityMenu } from './priority-menu.tsx';
import { ResolveButton } from './resolve-button.tsx';
import { StatusMenu } from './status-menu.tsx';

/** Subject, number, status, priority and assignee of the ticket, with the controls to change them. */
export function TicketHeader(props: {
  ticket: ClientTicket;
  allowed: readonly Status[];
  listPath: string;
  /** Opens the details; undefined where they are shown beside the ticket. */
  onDetails: (() => void) | undefined;
}) {
  const actions = useTicketActions();
  const copyLink = useCopyLink();
  const isPhone = createMediaQuery('(width < 860px)');
  const [isResolving, setResolving] = createSignal(false);
  return (
    <header class="ticket-header">
      <div class="ticket-title">
        <a
          class="icon-button back"
          href={props.listPath}
          aria-label="Back to the list"
          title="Back to the list"
        >
          <Icon name="back" />
        </a>
        <PageTitle title={`#${props.ticket.id} ${isolate(props.ticket.subject)}`} class="ticket-subject">
          <bdi>{props.ticket.subject}</bdi>
        </PageTitle>
        <Show when={!isPhone()}>
          <CopyLink id={props.ticket.id} />
        </Show>
        <Show when={props.onDetails}>
          {(open) => (
            <Show
              when={isPhone()}
              fallback={
                <IconButton icon="panel" label="Details" class="open-details" onClick={() => open()()} />
              }
            >
              <Menu
                label="More"
                class="icon-button open-details"
                button={<Icon name="more" />}
                items={[
                  { label: 'Details', run: () => open()() },
                  { label: `Copy the link to #${props.ticket.id}`, run: () => void copyLink() },
                  { label: 'Mark unread', run: () => void actions.markUnread(props.ticket) },
                ]}
              />
            </Show>
          )}
        </Show>
      </div>
      <div class="ticket-controls">
        <StatusMenu ticket={props.ticket} allowed={props.allowed} shortcut />
        <PriorityMenu ticket={props.ticket} shortcut />
        <AssigneeMenu ticket={props.ticket} shortcut />
        <PresenceLine ticket={props.ticket} />
        <ResolveButton ticket={props.ticket} confirming={isResolving()} onConfirming={setResolving} />
      </div>
    </header>
  );
}
