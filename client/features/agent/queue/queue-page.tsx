import { type RouteSectionProps, useParams, useSearchParams } from '@solidjs/router';
import { usePreferences } from '../../../data/preferences.ts';
import { QueueList } from './queue-list.tsx';
import { parseQueueParams } from './queue-params.ts';
import { QueueToolbar } from './queue-toolbar.tsx';

/** The agent's queue. An open ticket is shown next to the list, which keeps its scroll position. */
export function QueuePage(props: RouteSectionProps) {
  const route = useParams();
  const [query] = useSearchParams();
  const { preferences } = usePreferences();
  const params = () => parseQueueParams(query);
  const isTicketOpen = () => route.id !== undefined;
  return (
    <div class="agent-layout" classList={{ 'ticket-open': isTicketOpen() }}>
      <section
        class="queue"
        classList={{ comfortable: preferences().density === 'comfortable' }}
        id={isTicketOpen() ? undefined : 'main'}
        role={isTicketOpen() ? undefined : 'main'}
        aria-label="Tickets"
      >
        <QueueToolbar params={params()} ticketOpen={isTicketOpen()} />
        <QueueList params={params()} openId={Number(route.id) || undefined} />
      </section>
      {props.children}
    </div>
  );
}
