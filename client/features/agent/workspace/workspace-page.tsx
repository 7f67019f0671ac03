import { useLocation, useNavigate } from '@solidjs/router';
import { createSignal, Show } from 'solid-js';
import { preferences } from '../../../data/preferences.ts';
import type { Thread } from '../../../data/thread/threads.ts';
import type { DeskTicket } from '../../../data/tickets/ticket-store.ts';
import { returnTo } from '../../../ui/focus/route-focus.ts';
import { createMedia } from '../../../ui/media-query.ts';
import { Dialog } from '../../../ui/overlays/dialog.tsx';
import { runShortcut, useShortcut } from '../../../ui/shortcuts/shortcuts.ts';
import { Conversation } from '../../thread/conversation.tsx';
import { ThreadGate } from '../../thread/thread-loader.tsx';
import { useTicketActions } from '../../tickets/ticket-actions.ts';
import { neighbourOf } from '../queue/visible-order.ts';
import { Composer } from './composer.tsx';
import { PresenceLine } from './presence-bar.tsx';
import { Details } from './ticket-details.tsx';
import { TicketHeader } from './ticket-header.tsx';

/** One ticket as an agent works on it. */
export function TicketWorkspace(props: { id: number }) {
  const location = useLocation();
  return (
    <ThreadGate id={props.id} back={`/queue${location.search}`} class="workspace">
      {(ticket, thread) => <OpenTicket ticket={ticket()} thread={thread} />}
    </ThreadGate>
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
        <Conversation thread={props.thread} />
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
