import { Match, Switch } from 'solid-js';
import type { TicketList } from '../../../data/tickets/live-list.ts';
import { Button } from '../../../ui/button.tsx';
import { errorMessage } from '../../../ui/errors/error-message.ts';
import { Icon } from '../../../ui/icon.tsx';

const PAGE_SIZE = 50;

/** The end of a list: a button to load more, or the error of the last attempt. */
export function LoadMore(props: { list: TicketList }) {
  const remaining = () => (props.list.total ?? 0) - props.list.tickets.length;
  return (
    <Switch>
      <Match when={props.list.state === 'ready' && props.list.error}>
        {(error) => (
          <div class="load-more inline-message error" role="alert">
            <Icon name="warning" />
            <span>The rest could not be loaded. {errorMessage(error())}</span>
            <Button small onClick={() => props.list.retry()}>
              Retry
            </Button>
          </div>
        )}
      </Match>
      <Match when={props.list.state === 'ready' && props.list.hasMore}>
        <Button
          class="load-more"
          kind="ghost"
          busy={props.list.loadingMore}
          onClick={() => props.list.loadMore()}
        >
          {remaining() > PAGE_SIZE
            ? `Load ${PAGE_SIZE} more (${remaining()} left)`
            : `Load ${remaining()} more`}
        </Button>
      </Match>
    </Switch>
  );
}
