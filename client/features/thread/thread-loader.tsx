import { type Accessor, type JSX, Match, Switch } from 'solid-js';
import { useClient } from '../../data/client-context.ts';
import { useThread } from '../../data/hooks/use-thread.ts';
import type { Thread } from '../../data/thread/threads.ts';
import type { ClientTicket } from '../../data/tickets/ticket-store.ts';
import { LoadError } from '../../ui/errors/load-error.tsx';
import { Skeleton } from '../../ui/feedback/skeleton.tsx';
import { TicketNotFound } from './ticket-not-found.tsx';

/** Loads a thread and renders it, or its loading, missing or error state. Reports the user as viewing the ticket. */
export function ThreadLoader(props: {
  id: number;
  /** The path of the list, linked when the ticket does not exist. */
  listPath: string;
  class: string;
  children: (ticket: Accessor<ClientTicket>, thread: Thread) => JSX.Element;
}) {
  const client = useClient();
  const { id } = props;
  const thread = useThread(() => id);
  client.view(() => id);
  return (
    <Switch
      fallback={
        <main id="main" class={props.class}>
          <Skeleton kind="message" rows={3} />
        </main>
      }
    >
      <Match when={thread.state === 'missing'}>
        <TicketNotFound id={id} listPath={props.listPath} />
      </Match>
      <Match when={thread.ticket}>{(ticket) => props.children(ticket, thread)}</Match>
      <Match when={thread.state === 'failed'}>
        <main id="main" class={props.class}>
          <LoadError error={thread.error} message="The ticket could not be loaded." onRetry={thread.retry} />
        </main>
      </Match>
    </Switch>
  );
}
