import { createEffect, createMemo, For, Match, on, Show, Switch } from 'solid-js';
import { useClient } from '../../../data/client-context.tsx';
import { deepEqual } from '../../../data/lib/deep-equal.ts';
import type { ClientTicket } from '../../../data/tickets/ticket-store.ts';
import { LoadError } from '../../../ui/errors/load-error.tsx';
import { Skeleton } from '../../../ui/feedback/skeleton.tsx';
import { LoadMore } from '../../tickets/list/load-more.tsx';
import { pauseWhileHovered } from '../../tickets/list/pause-while-hovered.ts';
import { PendingUpdatesButton } from '../../tickets/list/pending-updates-button.tsx';
import { createStableList } from '../../tickets/list/stable-list.ts';
import { ColumnHeaders } from './column-headers.tsx';
import { createDepartureReasons } from './departure-reason.ts';
import { QueueEmptyState } from './queue-empty-state.tsx';
import { listQueryOf, type QueueParams, queueSearch } from './queue-params.ts';
import { QueueRow } from './queue-row.tsx';
import { createRowNavigation } from './row-navigation.ts';
import { setVisibleOrder } from './visible-order.ts';

/** The rows of the queue: live, but nothing moves under the pointer or the focus. */
export function QueueList(props: { address: QueueParams; openId: number | undefined }) {
  const client = useClient();
  const wish = createMemo(() => listQueryOf(props.address), undefined, { equals: deepEqual });
  const list = client.list(wish);
  const key = () => JSON.stringify(wish()) + list.state;
  const held = createStableList<ClientTicket>(() => list.tickets, key);
  const reasonOf = createDepartureReasons();
  const search = () => queueSearch(props.address);
  let rows!: HTMLUListElement;
  let scroller!: HTMLDivElement;
  let savedScrollTop = 0;

  createRowNavigation(
    () => rows,
    () => props.openId,
  );
  // Opening a ticket makes the list narrow and its rows higher: the row one opened must not slip out of sight, and going
  // back finds the list where it was.
  createEffect(
    on(
      () => props.openId,
      (open, before) => {
        if (open === undefined && before !== undefined) scroller.scrollTop = savedScrollTop;
        requestAnimationFrame(() =>
          rows.querySelector('[aria-current], :focus')?.scrollIntoView({ block: 'nearest' }),
        );
      },
    ),
  );
  createEffect(() => setVisibleOrder(held().rows.map(({ id }) => id)));
  return (
    <div
      class="queue-rows"
      ref={(element) => {
        scroller = element;
        pauseWhileHovered(element, held.setPaused);
      }}
      onScroll={() => {
        if (props.openId === undefined) savedScrollTop = scroller.scrollTop;
      }}
    >
      <PendingUpdatesButton count={held().pendingCount} onApply={held.applyPending} />
      <Switch>
        <Match when={list.state === 'failed'}>
          <LoadError error={list.error} message="The tickets could not be loaded." onRetry={list.retry} />
        </Match>
        <Match when={list.state === 'loading' && held().rows.length === 0}>
          <Skeleton kind="row" rows={8} />
        </Match>
        <Match when={held().rows.length === 0}>
          <QueueEmptyState address={props.address} />
        </Match>
      </Switch>
      <Show when={held().rows.length > 0}>
        <ColumnHeaders />
      </Show>
      <ul ref={rows} class="rows" aria-label="Tickets" aria-busy={list.state === 'loading'}>
        <For each={held().rows}>
          {(ticket) => (
            <QueueRow
              ticket={ticket}
              search={search()}
              current={ticket.id === props.openId}
              isNew={held().fresh.has(ticket.id)}
              departureReason={held().departed.has(ticket.id) ? reasonOf(ticket) : undefined}
            />
          )}
        </For>
      </ul>
      <LoadMore list={list} />
    </div>
  );
}
