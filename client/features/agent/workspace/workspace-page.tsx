import { Navigate, useLocation, useNavigate, useParams } from '@solidjs/router';
import { createSignal, Show } from 'solid-js';
import { preferences } from '../../../data/preferences.ts';
import type { Thread } from '../../../data/thread/threads.ts';
import type { ClientTicket } from '../../../data/tickets/ticket-store.ts';
import { restoreFocusTo } from '../../../ui/focus/route-focus.ts';
import { createMediaQuery } from '../../../ui/media-query.ts';
import { Dialog } from '../../../ui/overlays/dialog.tsx';
import { runShortcut, useShortcut } from '../../../ui/shortcuts/shortcuts.ts';
import { Conversation } from '../../thread/conversation.tsx';
import { ThreadLoader } from '../../thread/thread-loader.tsx';
import { useTicketActions } from '../../tickets/ticket-actions.ts';
import { nextTicketId } from '../queue/visible-order.ts';
import { Composer } from './composer.tsx';
import { PresenceBar } from './presence-bar.tsx';
import { TicketDetails } from './ticket-details.tsx';
import { TicketHeader } from './ticket-header.tsx';

/** One ticket as an agent works on it. Created anew for each id: no text or scroll position of one shows in another. */
export function WorkspacePage() {
  const params = useParams();
  return (
    <Show when={Number(params.id)} keyed fallback={<Navigate href="/queue" />}>
      {(id) => <TicketWorkspace id={id} />}
    </Show>
  );
}

function TicketWorkspace(props: { id: number }) {
  const location = useLocation();
  return (
    <ThreadLoader id={props.id} back={`/queue${location.search}`} class="workspace">
      {(ticket, thread) => <OpenTicket ticket={ticket()} thread={thread} />}
    </ThreadLoader>
  );
}

function OpenTicket(props: { ticket: ClientTicket; thread: Thread }) {
  const navigate = useNavigate();
  const location = useLocation();
  const actions = useTicketActions();
  const wide = createMediaQuery('(width >= 1240px)');
  const [details, setDetails] = createSignal(false);
  const listPath = () => `/queue${location.search}`;
  const toList = () => {
    restoreFocusTo(`/queue/${props.ticket.id}${location.search}`);
    navigate(listPath());
  };
  const onSent = (internal: boolean) => {
    if (internal || preferences().afterSending === 'stay') return;
    const next = preferences().afterSending === 'next' ? nextTicketId(props.ticket.id) : undefined;
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
    <TicketDetails ticket={props.ticket} thread={props.thread} query={location.search} onResolve={resolve} />
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
        <PresenceBar ticket={props.ticket} />
        <Conversation thread={props.thread} />
        <Composer ticket={props.ticket} onSent={onSent} />
      </main>
      <Show
        when={wide()}
        fallback={
          <Dialog open={details()} title="Details" placement="side" onClose={() => setDetails(false)}>
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
