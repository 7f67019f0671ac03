import { createEffect, createMemo, For, Match, on, Show, Switch } from 'solid-js';
import { useDesk } from '../../../data/client-context.tsx';
import { alike } from '../../../data/lib/deep-equal.ts';
import type { DeskTicket } from '../../../data/tickets/ticket-store.ts';
import { FailureNote } from '../../../ui/errors/load-error.tsx';
import { Skeleton } from '../../../ui/feedback/skeleton.tsx';
import { LoadMore } from '../../tickets/list/load-more.tsx';
import { holdWhilePointed } from '../../tickets/list/pause-while-hovered.ts';
import { UpdatesPill } from '../../tickets/list/pending-updates-button.tsx';
import { createHeldList } from '../../tickets/list/stable-list.ts';
import { QueueColumns } from './column-headers.tsx';
import { createLeavers } from './departure-reason.ts';
import { QueueEmpty } from './queue-empty-state.tsx';
import { type QueueAddress, wishOf, writeQueue } from './queue-params.ts';
import { QueueRow } from './queue-row.tsx';
import { createRowKeys } from './row-navigation.ts';
import { setQueueOrder } from './visible-order.ts';

/** The rows of the queue: live, but nothing moves under the pointer or the focus. */
export function QueueList(props: { address: QueueAddress; openId: number | undefined }) {
  const desk = useDesk();
  const wish = createMemo(() => wishOf(props.address), undefined, { equals: alike });
  const list = desk.list(wish);
  const key = () => JSON.stringify(wish()) + list.state;
  const held = createHeldList<DeskTicket>(() => list.tickets, key);
  const reasonOf = createLeavers();
  const search = () => writeQueue(props.address);
  let rows!: HTMLUListElement;
  let scroller!: HTMLDivElement;
  let wideTop = 0;

  createRowKeys(
    () => rows,
    () => props.openId,
  );
  // Opening a ticket makes the list narrow and its rows higher: the row one opened must not slip out of sight, and going
  // back finds the list where it was.
  createEffect(
    on(
      () => props.openId,
      (open, before) => {
        if (open === undefined && before !== undefined) scroller.scrollTop = wideTop;
        requestAnimationFrame(() =>
          rows.querySelector('[aria-current], :focus')?.scrollIntoView({ block: 'nearest' }),
        );
      },
    ),
  );
  createEffect(() => setQueueOrder(held().rows.map(({ id }) => id)));
  return (
    <div
      class="queue-rows"
      ref={(element) => {
        scroller = element;
        holdWhilePointed(element, held.hold);
      }}
      onScroll={() => {
        if (props.openId === undefined) wideTop = scroller.scrollTop;
      }}
    >
      <UpdatesPill count={held().waiting} onApply={held.apply} />
      <Switch>
        <Match when={list.state === 'failed'}>
          <FailureNote error={list.error} what="The tickets could not be loaded." onRetry={list.retry} />
        </Match>
        <Match when={list.state === 'loading' && held().rows.length === 0}>
          <Skeleton kind="row" rows={8} />
        </Match>
        <Match when={held().rows.length === 0}>
          <QueueEmpty address={props.address} />
        </Match>
      </Switch>
      <Show when={held().rows.length > 0}>
        <QueueColumns />
      </Show>
      <ul ref={rows} class="rows" aria-label="Tickets" aria-busy={list.state === 'loading'}>
        <For each={held().rows}>
          {(ticket) => (
            <QueueRow
              ticket={ticket}
              search={search()}
              current={ticket.id === props.openId}
              fresh={held().fresh.has(ticket.id)}
              gone={held().gone.has(ticket.id) ? reasonOf(ticket) : undefined}
            />
          )}
        </For>
      </ul>
      <LoadMore list={list} />
    </div>
  );
}
