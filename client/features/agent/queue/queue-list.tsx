import { createEffect, createMemo, For, Match, on, Show, Switch } from 'solid-js';
import { useClient } from '../../../data/client-context.ts';
import { deepEqual } from '../../../data/lib/deep-equal.ts';
import type { ClientTicket } from '../../../data/tickets/ticket-store.ts';
import { LoadError } from '../../../ui/errors/load-error.tsx';
import { Skeleton } from '../../../ui/feedback/skeleton.tsx';
import { createSearchMarks } from '../../../ui/text/search-marks.ts';
import { announceResults } from '../../tickets/list/announce-results.ts';
import { LoadMore } from '../../tickets/list/load-more.tsx';
import { pauseWhileHovered } from '../../tickets/list/pause-while-hovered.ts';
import { PendingUpdatesButton } from '../../tickets/list/pending-updates-button.tsx';
import { createStableList } from '../../tickets/list/stable-list.ts';
import { QueueEmptyState } from './queue-empty-state.tsx';
import { listQueryOf, type QueueParams, queueSearch } from './queue-params.ts';
import { ColumnHeaders } from './row/column-headers.tsx';
import { createDepartureReasons } from './row/departure-reason.ts';
import { QueueRow } from './row/queue-row.tsx';
import { createUnsentMarks } from './row/unsent-marks.ts';
import { createRowNavigation } from './row-navigation.ts';
import { useVisibleOrder } from './visible-order.ts';

/** The rows of the queue. Updated live; no row moves while the list has the pointer or the focus. */
export function QueueList(props: { params: QueueParams; openId: number | undefined }) {
  const visibleOrder = useVisibleOrder();
  const client = useClient();
  const listQuery = createMemo(() => listQueryOf(props.params), undefined, { equals: deepEqual });
  const list = client.list(listQuery);
  announceResults(list);
  const key = () => JSON.stringify(list.query) + list.state;
  const stableList = createStableList<ClientTicket>(() => list.tickets, key);
  const reasonOf = createDepartureReasons();
  const unsentMark = createUnsentMarks();
  const search = createMemo(() => queueSearch(props.params));
  const marks = createSearchMarks(() => list.query.q);
  let rows!: HTMLUListElement;
  let scroller!: HTMLDivElement;
  let savedScrollTop = 0;

  // Opening a ticket narrows the list and makes its rows higher: keep the opened row in view, and restore the scroll
  // position when the ticket closes.
  createEffect(
    on(
      () => props.openId,
      (openId, previousId) => {
        if (openId === undefined && previousId !== undefined) scroller.scrollTop = savedScrollTop;
        requestAnimationFrame(() =>
          rows.querySelector('[aria-current], :focus')?.scrollIntoView({ block: 'nearest' }),
        );
      },
    ),
  );
  createEffect(() =>
    visibleOrder.set(
      stableList().rows.map(({ id }) => id),
      JSON.stringify(list.query),
    ),
  );
  createRowNavigation(
    () => rows,
    () => props.openId,
  );
  return (
    <div
      class="queue-rows rows-of-table"
      classList={{
        'without-status': listQuery().filter.status?.length === 1,
        'without-assignee': listQuery().filter.assignee !== undefined,
      }}
      ref={(element) => {
        scroller = element;
        pauseWhileHovered(element, stableList.setPaused);
      }}
      onScroll={() => {
        if (props.openId === undefined) savedScrollTop = scroller.scrollTop;
      }}
    >
      <PendingUpdatesButton count={stableList().pendingCount} onApply={stableList.applyPending} />
      <Switch>
        <Match when={list.state === 'failed'}>
          <LoadError error={list.error} message="The tickets could not be loaded." onRetry={list.retry} />
        </Match>
        <Match when={list.state === 'loading' && list.total === undefined && stableList().rows.length === 0}>
          <ColumnHeaders />
          <Skeleton kind="row" rows={12} />
        </Match>
        <Match when={stableList().rows.length === 0}>
          <QueueEmptyState params={props.params} searchText={list.query.q} />
        </Match>
      </Switch>
      <Show when={stableList().rows.length > 0}>
        <ColumnHeaders />
      </Show>
      <ul ref={rows} class="rows" aria-label="Tickets" aria-busy={list.state === 'loading'}>
        <For each={stableList().rows}>
          {(ticket) => (
            <QueueRow
              ticket={ticket}
              search={search()}
              marks={marks()}
              match={list.match(ticket.id)}
              unsent={unsentMark(ticket.id)}
              showPriority={list.query.sort === 'priority'}
              current={ticket.id === props.openId}
              isNew={stableList().added.has(ticket.id)}
              departureReason={stableList().departed.has(ticket.id) ? reasonOf(ticket) : undefined}
            />
          )}
        </For>
      </ul>
      <LoadMore list={list} />
    </div>
  );
}
