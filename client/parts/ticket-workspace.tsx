import { useLocation, useNavigate } from '@solidjs/router';
import { createSignal, Match, Show, Switch } from 'solid-js';
import { useDesk } from '../data/desk.tsx';
import type { DeskTicket } from '../data/store.ts';
import type { Thread } from '../data/thread.ts';
import { returnTo } from './arrival.ts';
import { Composer } from './composer.tsx';
import { Details } from './details.tsx';
import { Dialog } from './dialog.tsx';
import { FailureNote } from './failure.tsx';
import { createMedia } from './media.ts';
import { MissingTicket } from './missing-ticket.tsx';
import { preferences } from './preferences.ts';
import { PresenceLine } from './presence-line.tsx';
import { neighbourOf } from './queue-order.ts';
import { runShortcut, useShortcut } from './shortcuts.ts';
import { Skeleton } from './skeleton.tsx';
import { useTicketActions } from './ticket-actions.ts';
import { TicketHeader } from './ticket-header.tsx';
import { Timeline } from './timeline.tsx';

/** One ticket as an agent works on it. */
export function TicketWorkspace(props: { id: number }) {
  const desk = useDesk();
  const location = useLocation();
  const { id } = props;
  const thread = desk.thread(() => id);
  desk.view(() => id);
  return (
    <Switch>
      <Match when={thread.state === 'missing'}>
        <MissingTicket id={id} back={`/queue${location.search}`} />
      </Match>
      <Match when={thread.ticket}>{(ticket) => <OpenTicket ticket={ticket()} thread={thread} />}</Match>
      <Match when={thread.state === 'failed'}>
        <main id="main" class="workspace">
          <FailureNote error={thread.error} what="The ticket could not be loaded." onRetry={thread.retry} />
        </main>
      </Match>
      <Match when={true}>
        <main id="main" class="workspace">
          <Skeleton kind="message" rows={3} />
        </main>
      </Match>
    </Switch>
  );
}

function OpenTicket(props: { ticket: DeskTicket; thread: Thread }) {
  const navigate = useNavigate();
  const location = useLocation();
  const actions = useTicketActions();
  const wide = createMedia('(width >= 1240px)');
  const [details, setDetails] = createSignal(false);
  const listPath = () => `/queue${location.search}`;
  const toList = () => {
    returnTo(`/queue/${props.ticket.id}${location.search}`);
    navigate(listPath());
  };
  const onSent = (internal: boolean) => {
    if (internal || preferences().afterSending === 'stay') return;
    const next = preferences().afterSending === 'next' ? neighbourOf(props.ticket.id) : undefined;
    if (next) navigate(`/queue/${next}${location.search}`);
    else toList();
  };
  useShortcut('unread', () => void actions.markUnread(props.ticket));
  useShortcut('back', () => {
    const field = document.activeElement;
    if (field instanceof HTMLElement && field.matches('input, textarea, select')) field.blur();
    else toList();
  });
  const resolve = () => {
    setDetails(false);
    // After the dialog has given the focus back.
    setTimeout(() => runShortcut('resolve'));
  };
  const body = () => (
    <Details ticket={props.ticket} thread={props.thread} query={location.search} onResolve={resolve} />
  );
  return (
    <>
      <main id="main" class="workspace">
        <TicketHeader
          ticket={props.ticket}
          allowed={props.thread.allowedStatuses}
          listPath={listPath()}
          onDetails={wide() ? undefined : () => setDetails(true)}
        />
        <PresenceLine ticket={props.ticket} />
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
        <Composer ticket={props.ticket} onSent={onSent} />
      </main>
      <Show
        when={wide()}
        fallback={
          <Dialog open={details()} title="Details" shape="side" onClose={() => setDetails(false)}>
            {body()}
          </Dialog>
        }
      >
        <aside class="details" aria-label="Details">
          <h2 class="visually-hidden">Details</h2>
          {body()}
        </aside>
      </Show>
    </>
  );
}
