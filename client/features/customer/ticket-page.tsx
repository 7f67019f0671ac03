import { useNavigate, useParams } from '@solidjs/router';
import { createMemo, Show } from 'solid-js';
import { useClient } from '../../data/client-context.ts';
import type { Thread } from '../../data/thread/threads.ts';
import type { ClientTicket } from '../../data/tickets/ticket-store.ts';
import { focusHeading } from '../../ui/focus/focus-heading.ts';
import { restoreFocusTo } from '../../ui/focus/route-focus.ts';
import { Icon } from '../../ui/icon.tsx';
import { isolate } from '../../ui/isolate.ts';
import { PageTitle } from '../../ui/page-title.tsx';
import { useShortcut } from '../../ui/shortcuts/shortcuts.ts';
import { Conversation } from '../thread/conversation.tsx';
import { ThreadLoader } from '../thread/thread-loader.tsx';
import { StatusBadge } from '../tickets/status.tsx';
import { CustomerComposer } from './composer.tsx';

/** One ticket of the customer. Recreated per id. */
export function CustomerTicketPage() {
  const params = useParams();
  return (
    <Show when={Number(params.id)} keyed>
      {(id) => <CustomerTicket id={id} />}
    </Show>
  );
}

function CustomerTicket(props: { id: number }) {
  return (
    <ThreadLoader id={props.id} listPath="/tickets" class="customer-ticket">
      {(ticket, thread) => <OpenThread ticket={ticket()} thread={thread} />}
    </ThreadLoader>
  );
}

function OpenThread(props: { ticket: ClientTicket; thread: Thread }) {
  const client = useClient();
  const navigate = useNavigate();
  // The composer follows the last message, so it waits for the messages. Once there, it stays.
  const hasLoaded = createMemo<boolean>((before) => before || props.thread.state !== 'loading', false);
  useShortcut('back', () => {
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && focused.closest('input, textarea, .composer'))
      return focusHeading();
    restoreFocusTo(`/tickets/${props.ticket.id}`);
    navigate('/tickets');
  });
  return (
    <main id="main" class="customer-ticket">
      <header class="customer-ticket-header">
        <a class="back-link" href="/tickets" aria-label="Back to my tickets">
          <Icon name="back" />
          My tickets
        </a>
        <PageTitle title={`#${props.ticket.id} ${isolate(props.ticket.subject)}`} class="ticket-subject">
          <bdi>{props.ticket.subject}</bdi>
        </PageTitle>
        <p class="customer-ticket-facts">
          <StatusBadge status={props.ticket.status} viewerRole="customer" />
          <span class="number">#{props.ticket.id}</span>
          <Show when={props.ticket.agent}>
            {(agent) => (
              <span>
                Handled by <bdi>{agent().name}</bdi>
              </span>
            )}
          </Show>
        </p>
      </header>
      <Conversation thread={props.thread} />
      <p class="support-writing" aria-live="polite">
        <Show when={client.presence(props.ticket.id).replying}>
          <span>
            <Icon name="pencil" /> Support is writing…
          </span>
        </Show>
      </p>
      <Show when={hasLoaded()}>
        <CustomerComposer ticket={props.ticket} thread={props.thread} />
      </Show>
    </main>
  );
}
