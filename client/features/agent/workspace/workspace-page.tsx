import { Navigate, useLocation, useNavigate, useParams } from '@solidjs/router';
import { createSignal, Show } from 'solid-js';
import { usePreferences } from '../../../data/preferences.ts';
import type { Thread } from '../../../data/thread/threads.ts';
import type { ClientTicket } from '../../../data/tickets/ticket-store.ts';
import { focusHeading } from '../../../ui/focus/focus-heading.ts';
import { restoreFocusTo } from '../../../ui/focus/route-focus.ts';
import { createMediaQuery } from '../../../ui/media-query.ts';
import { Dialog } from '../../../ui/overlays/dialog.tsx';
import { useShortcut } from '../../../ui/shortcuts/shortcuts.ts';
import { Conversation } from '../../thread/conversation.tsx';
import { ThreadLoader } from '../../thread/thread-loader.tsx';
import { useTicketActions } from '../../tickets/ticket-actions.ts';
import { useVisibleOrder } from '../queue/visible-order.ts';
import { Composer } from './composer/composer.tsx';
import { TicketDetails } from './details/ticket-details.tsx';
import { TicketHeader } from './header/ticket-header.tsx';

/** The agent’s view of one ticket. Recreated per id, to share no text or scroll position between tickets. */
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
    <ThreadLoader id={props.id} listPath={`/queue${location.search}`} class="workspace">
      {(ticket, thread) => <OpenTicket ticket={ticket()} thread={thread} />}
    </ThreadLoader>
  );
}

function OpenTicket(props: { ticket: ClientTicket; thread: Thread }) {
  const visibleOrder = useVisibleOrder();
  const { preferences } = usePreferences();
  const navigate = useNavigate();
  const location = useLocation();
  const actions = useTicketActions();
  const isWide = createMediaQuery('(width >= 1240px)');
  const [detailsOpen, setDetailsOpen] = createSignal(false);
  const listPath = () => `/queue${location.search}`;
  const toList = () => {
    restoreFocusTo(`/queue/${props.ticket.id}${location.search}`);
    navigate(listPath());
  };
  const onSent = (internal: boolean) => {
    if (internal || preferences().afterSending === 'stay') return;
    const next = preferences().afterSending === 'next' ? visibleOrder.next(props.ticket.id) : undefined;
    if (next) navigate(`/queue/${next}${location.search}`);
    else toList();
  };
  useShortcut('unread', () => void actions.markUnread(props.ticket));
  useShortcut('back', () => {
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && focused.closest('input, textarea, select, .composer'))
      focusHeading();
    else toList();
  });
  const renderDetails = () => (
    <TicketDetails ticket={props.ticket} thread={props.thread} query={location.search} />
  );
  return (
    <>
      <main id="main" class="workspace">
        <TicketHeader
          ticket={props.ticket}
          allowed={props.thread.allowedStatuses}
          listPath={listPath()}
          onDetails={isWide() ? undefined : () => setDetailsOpen(true)}
        />
        <Conversation thread={props.thread} />
        <Composer ticket={props.ticket} thread={props.thread} onSent={onSent} />
      </main>
      <Show
        when={isWide()}
        fallback={
          <Dialog open={detailsOpen()} title="Details" placement="side" onClose={() => setDetailsOpen(false)}>
            {renderDetails()}
          </Dialog>
        }
      >
        <aside class="details" aria-label="Details">
          <h2 class="visually-hidden">Details</h2>
          {renderDetails()}
        </aside>
      </Show>
    </>
  );
}
