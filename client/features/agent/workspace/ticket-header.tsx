import { createSignal, Show } from 'solid-js';
import type { Status } from '../../../../shared/vocabulary.ts';
import type { ClientTicket } from '../../../data/tickets/ticket-store.ts';
import { IconButton } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { isolate } from '../../../ui/isolate.ts';
import { PageTitle } from '../../../ui/page-title.tsx';
import { AssigneeMenu } from './assignee-menu.tsx';
import { CopyLink } from './copy-link.tsx';
import { PriorityMenu } from './priority-menu.tsx';
import { ResolveButton } from './resolve-button.tsx';
import { StatusMenu } from './status-menu.tsx';

/** Subject, number, status, priority and assignee of the ticket, with the controls to change them. */
export function TicketHeader(props: {
  ticket: ClientTicket;
  allowed: readonly Status[];
  listPath: string;
  onDetails: (() => void) | undefined;
}) {
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
        <CopyLink id={props.ticket.id} />
        <Show when={props.onDetails}>
          {(open) => (
            <IconButton icon="panel" label="Details" class="open-details" onClick={() => open()()} />
          )}
        </Show>
      </div>
      <div class="ticket-controls">
        <StatusMenu ticket={props.ticket} allowed={props.allowed} />
        <PriorityMenu ticket={props.ticket} />
        <AssigneeMenu ticket={props.ticket} />
        <ResolveButton
          ticket={props.ticket}
          allowed={props.allowed}
          confirming={isResolving()}
          onConfirming={setResolving}
        />
      </div>
    </header>
  );
}
