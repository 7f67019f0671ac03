import { useNavigate } from '@solidjs/router';
import { Match, Show, Switch } from 'solid-js';
import { useDesk } from '../data/desk.tsx';
import type { DeskTicket } from '../data/store.ts';
import type { Thread } from '../data/thread.ts';
import { returnTo } from './arrival.ts';
import { FailureNote } from './failure.tsx';
import { Icon } from './icon.tsx';
import { MissingTicket } from './missing-ticket.tsx';
import { MyComposer } from './my-composer.tsx';
import { PageTitle } from './page-title.tsx';
import { useShortcut } from './shortcuts.ts';
import { Skeleton } from './skeleton.tsx';
import { StatusBadge } from './status.tsx';
import { Timeline } from './timeline.tsx';

/** A customer's conversation with support, one column. */
export function MyThread(props: { id: number }) {
  const desk = useDesk();
  const { id } = props;
  const thread = desk.thread(() => id);
  desk.view(() => id);
  return (
    <Switch>
      <Match when={thread.state === 'missing'}>
        <MissingTicket id={id} back="/tickets" />
      </Match>
      <Match when={thread.ticket}>{(ticket) => <OpenThread ticket={ticket()} thread={thread} />}</Match>
      <Match when={true}>
        <main id="main" class="my-thread">
          <Show when={thread.state === 'failed'} fallback={<Skeleton kind="message" rows={3} />}>
            <FailureNote error={thread.error} what="The ticket could not be loaded." onRetry={thread.retry} />
          </Show>
        </main>
      </Match>
    </Switch>
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
      <Switch>
        <Match when={props.thread.state === 'ready'}>
          <Timeline thread={props.thread} />
        </Match>
        <Match when={props.thread.state === 'failed'}>
          <FailureNote
            error={props.thread.error}
            what="The conversation could not be loaded."
            onRetry={props.thread.retry}
          />
        </Match>
        <Match when={true}>
          <Skeleton kind="message" rows={3} />
        </Match>
      </Switch>
      <p class="support-writing" aria-live="polite">
        <Show when={desk.presence(props.ticket.id).replying}>
          <Icon name="pencil" /> Support is writing…
        </Show>
      </p>
      <MyComposer ticket={props.ticket} />
    </main>
  );
}
