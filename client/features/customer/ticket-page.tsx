import { useNavigate } from '@solidjs/router';
import { Show } from 'solid-js';
import { useDesk } from '../../data/client-context.tsx';
import type { Thread } from '../../data/thread/threads.ts';
import type { DeskTicket } from '../../data/tickets/ticket-store.ts';
import { returnTo } from '../../ui/focus/route-focus.ts';
import { Icon } from '../../ui/icon.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { useShortcut } from '../../ui/shortcuts/shortcuts.ts';
import { Conversation } from '../thread/conversation.tsx';
import { ThreadGate } from '../thread/thread-loader.tsx';
import { StatusBadge } from '../tickets/status.tsx';
import { MyComposer } from './composer.tsx';

/** A customer's conversation with support, one column. */
export function MyThread(props: { id: number }) {
  return (
    <ThreadGate id={props.id} back="/tickets" class="my-thread">
      {(ticket, thread) => <OpenThread ticket={ticket()} thread={thread} />}
    </ThreadGate>
  );
}

function OpenThread(props: { ticket: DeskTicket; thread: Thread }) {
  const desk = useDesk();
  const navigate = useNavigate();
  useShortcut('back', () => {
    const field = document.activeElement;
    if (field instanceof HTMLElement && field.matches('input, textarea')) return field.blur();
    returnTo(`/tickets/${props.ticket.id}`);
    navigate('/tickets');
  });
  return (
    <main id="main" class="my-thread">
      <header class="my-thread-head">
        <a
          class="icon-button back"
          href="/tickets"
          aria-label="Back to my tickets"
          title="Back to my tickets"
        >
          <Icon name="back" />
        </a>
        <div class="my-thread-title">
          <PageTitle title={`#${props.ticket.id} ${props.ticket.subject}`} class="ticket-subject">
            <span dir="auto">{props.ticket.subject}</span>
          </PageTitle>
          <p class="muted">
            <span class="number">#{props.ticket.id}</span>
            <Show when={props.ticket.agent} fallback=" · Waiting for the next free agent">
              {(agent) => <> · Handled by {agent().name}</>}
            </Show>
          </p>
        </div>
        <StatusBadge status={props.ticket.status} reader="customer" />
      </header>
      <Conversation thread={props.thread} />
      <p class="support-writing" aria-live="polite">
        <Show when={desk.presence(props.ticket.id).replying}>
          <Icon name="pencil" /> Support is writing…
        </Show>
      </p>
      <MyComposer ticket={props.ticket} />
    </main>
  );
}
