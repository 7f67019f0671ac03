import { type RouteSectionProps, useParams, useSearchParams } from '@solidjs/router';
import { QueueList } from './queue-list.tsx';
import { parseQueueParams } from './queue-params.ts';
import { QueueToolbar } from './queue-toolbar.tsx';

/** The agent's queue; a ticket opens beside it, and the list stays where it was. */
export function QueuePage(props: RouteSectionProps) {
  const params = useParams();
  const [query] = useSearchParams();
  const address = () => parseQueueParams(query);
  const open = () => params.id !== undefined;
  return (
    <div class="agent-layout" classList={{ 'ticket-open': open() }}>
      <section
        class="queue"
        id={open() ? undefined : 'main'}
        role={open() ? undefined : 'main'}
        aria-label="Tickets"
      >
        <QueueToolbar address={address()} ticketOpen={open()} />
        <QueueList address={address()} openId={Number(params.id) || undefined} />
      </section>
      {props.children}
    </div>
  );
}
