import { type RouteSectionProps, useParams, useSearchParams } from '@solidjs/router';
import { Only } from '../../../app/role-guard.tsx';
import { QueueList } from './queue-list.tsx';
import { readQueue } from './queue-params.ts';
import { QueueHead } from './queue-toolbar.tsx';

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
