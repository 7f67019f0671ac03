import { type Accessor, createMemo } from 'solid-js';
import type { Status } from '../../../../shared/vocabulary.ts';
import type { ClientCore } from '../../client-core.ts';
import { createRefCountedCache } from '../../lib/ref-counted-cache.ts';
import { keyOf, type ListQuery } from '../list-query.ts';
import { createTicketLists } from '../ticket-lists.ts';
import { createLiveTotal } from './live-total.ts';

/** How many tickets of a list have each status, and how many there are in all. Absent until loaded. */
export type StatusTotals = { all?: number | undefined } & { [S in Status]?: number | undefined };

const MAX_IDLE_TOTALS = 10;

/** Counts the tickets of any list by status, live and exact: the counts of the server know only statuses of all tickets. */
export function createStatusTotals(core: ClientCore) {
  const lists = core.use(createTicketLists);
  // Seam: a key is a query written by `keyOf`.
  const totals = createRefCountedCache(MAX_IDLE_TOTALS, (key, isActive) =>
    createLiveTotal(core, JSON.parse(key) as ListQuery, isActive),
  );
  core.onEvent(({ event }) => {
    for (const total of totals.all()) total.applyEvent(event);
  });
  core.onReset(() => {
    totals.evictIdle();
    for (const total of totals.all()) total.reset();
  });
  core.onConnected(({ again }) => {
    if (again) for (const total of totals.all()) total.refresh();
  });

  /**
   * The totals of a list that is not limited to one status. A list that fits into one page is counted here; for a longer
   * one, each status is a request, once.
   */
  function open(query: Accessor<ListQuery>, statuses: Accessor<readonly Status[]>): Accessor<StatusTotals> {
    const list = lists.open(query);
    const isShort = createMemo(() => (list.state === 'ready' ? !list.hasMore : undefined));
    const requested = createMemo(() => {
      if (isShort() !== false) return [];
      const current = query();
      return statuses().map((status) => {
        const key = keyOf({ ...current, filter: { ...current.filter, status: [status] }, sort: 'updated' });
        return [status, totals.acquire(key)] as const;
      });
    });
    const counted = (): StatusTotals =>
      Object.fromEntries(
        statuses().map((status) => [
          status,
          list.tickets.filter((ticket) => ticket.status === status).length,
        ]),
      );
    return createMemo(() => {
      if (isShort() === undefined) return {};
      const byStatus = isShort()
        ? counted()
        : Object.fromEntries(requested().map(([status, { total }]) => [status, total()]));
      return { ...byStatus, all: list.total };
    });
  }

  return { open };
}
