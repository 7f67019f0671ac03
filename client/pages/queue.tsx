import { type RouteSectionProps, useParams, useSearchParams } from '@solidjs/router';
import { Only } from '../parts/only.tsx';
import { readQueue } from '../parts/queue-address.ts';
import { QueueHead } from '../parts/queue-head.tsx';
import { QueueList } from '../parts/queue-list.tsx';

/** The agent's queue; a ticket opens beside it, and the list stays where it was. */
export function Queue(props: RouteSectionProps) {
  const params = useParams();
  const [query] = useSearchParams();
  const address = () => readQueue(query);
  const open = () => params.id !== undefined;
  return (
    <Only for="agent">
      <div class="desk" classList={{ 'ticket-open': open() }}>
        <section
          class="queue"
          id={open() ? undefined : 'main'}
          role={open() ? undefined : 'main'}
          aria-label="Tickets"
        >
          <QueueHead address={address()} ticketOpen={open()} />
          <QueueList address={address()} openId={Number(params.id) || undefined} />
        </section>
        {props.children}
      </div>
    </Only>
  );
}
