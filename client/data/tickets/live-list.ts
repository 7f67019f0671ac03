import { type Accessor, createEffect, createMemo, createSignal, untrack } from 'solid-js';
import type { QueryInput, ResponseOf } from '../../../shared/contract.ts';
import { comparePositions, matches, sortPosition } from '../../../shared/ticket-list.ts';
import type { RequestError } from '../http/request.ts';
import { deepEqual } from '../lib/deep-equal.ts';
import { deferUntilActive } from '../lib/defer-until-active.ts';
import { createThrottledTask } from '../lib/throttled-task.ts';
import type { TicketEvent } from '../realtime/event-stream.ts';
import type { Before } from './event-baseline.ts';
import { type ListPage, pageOf, toRequestQuery } from './list-query.ts';
import { createLiveCounter } from './live-counter.ts';
import { loadMissingUnread } from './load-missing-unread.ts';
import type { TicketCache } from './ticket-cache.ts';
import type { ListQuery, TicketList } from './ticket-lists.ts';

/** A list as the desk keeps it. */
export type LiveList = TicketList & {
  hear: (event: TicketEvent, before: Before) => void;
  /** Reads the same length again: personal numbers may have changed unheard. */
  refresh: () => void;
  /** Everything known was given up: start over. */
  reset: () => void;
};

const MAX_PAGE_SIZE = 100;
const MIN_INTERVAL_MS = 400;

/** Makes one list and loads it: the known tickets that match, in order, up to the edge of what was fetched. */
export function createLiveList(
  ground: TicketCache,
  wish: ListQuery,
  { page, isUsed }: { page: number; isUsed: Accessor<boolean> },
): LiveList {
  const { store, read, unread } = ground;
  const [pages, setPages] = createSignal<readonly ListPage[]>([]);
  const [error, setError] = createSignal<RequestError>();
  const [jobs, setJobs] = createSignal(0);
  const [targetLength, setWanted] = createSignal(page);
  let generation = 0;
  let queue = Promise.resolve();

  const length = () => Math.max(targetLength(), ids().length);
  const refresh = deferUntilActive(
    isUsed,
    createThrottledTask(() => enqueue(() => load([], length())), MIN_INTERVAL_MS),
  );
  const recount = deferUntilActive(
    isUsed,
    createThrottledTask(() => ask({ limit: 1 }).then(() => {}), MIN_INTERVAL_MS),
  );
  const tally = createLiveCounter<'total'>(recount);
  const total = () => tally.numbers()?.total;
  const loaded = () => pages().length > 0;
  const now = () => (wish.q ? pages().flatMap((page) => page.ids) : deriveIds());
  const ids = createMemo((before: readonly number[]) => (isUsed() ? now() : before), [], {
    equals: deepEqual,
  });
  const tickets = createMemo(() => ids().flatMap((id) => store.get(id) ?? []));
  const hasMore = () =>
    loaded() && pages().at(-1)?.cursor != null && tickets().length < (total() ?? Infinity);

  function deriveIds(): number[] {
    store.changed();
    const edge = pages().at(-1)?.edge;
    if (edge === undefined) return [];
    return [...store.all()]
      .filter((ticket) => matches(wish.filter, ground.me.id, ticket))
      .map((ticket) => sortPosition(wish.sort, ticket))
      .filter((place) => edge === null || comparePositions(wish.sort, place, edge) <= 0)
      .sort((a, b) => comparePositions(wish.sort, a, b))
      .map(({ id }) => id);
  }

  async function ask(
    part: Pick<QueryInput<'listTickets'>, 'limit' | 'cursor'>,
  ): Promise<ResponseOf<'listTickets'>> {
    const askedAt = unread.clock();
    const answered = tally.beginRead();
    const answer = await read('listTickets', { query: { ...toRequestQuery(wish), ...part } }).catch(
      (failure) => {
        answered();
        throw failure;
      },
    );
    ground.ingest(answer.tickets, answer.seq, askedAt);
    answered({ seq: answer.seq, numbers: { total: answer.total } });
    return answer;
  }

  /** Fetches on from these pages until there are `missing` more tickets, or no more. */
  async function load(from: readonly ListPage[], missing: number): Promise<void> {
    const asked = generation;
    let reached = from;
    let left = missing;
    do {
      const cursor = reached.at(-1)?.cursor;
      const answer = await ask({
        limit: Math.min(MAX_PAGE_SIZE, Math.max(page, left)),
        ...(cursor && { cursor }),
      });
      if (asked !== generation) return;
      reached = [...reached, pageOf(answer, wish)];
      left -= answer.tickets.length;
    } while (left > 0 && reached.at(-1)?.cursor);
    setPages(reached);
  }

  /** One request after the other: a page is only good on top of the one before. */
  function enqueue(job: () => Promise<void>): Promise<void> {
    const asked = generation;
    setJobs((running) => running + 1);
    queue = queue
      .then(() => (asked === generation ? job() : undefined))
      .then(
        () => setError(undefined),
        (failure: RequestError) => setError(failure),
      )
      .then(() => void setJobs((running) => running - 1));
    return queue;
  }

  const more = () => enqueue(() => load(pages(), targetLength() - ids().length));

  function reset(): void {
    generation += 1;
    tally.clear();
    setPages([]);
    enqueue(() => load([], targetLength()));
  }

  // Rows left: fetch on from the edge. Too many came: the same length again, from the top.
  createEffect(() => {
    if (!isUsed() || !loaded() || jobs() > 0 || error()) return;
    if (hasMore() && tickets().length < targetLength()) untrack(more);
    else if (tickets().length > 2 * targetLength() + MAX_PAGE_SIZE) enqueue(() => load([], targetLength()));
  });
  loadMissingUnread(ground, () => (isUsed() ? ids() : []), refresh);
  reset();

  return {
    get state() {
      return loaded() ? 'ready' : error() ? 'failed' : 'loading';
    },
    get tickets() {
      return tickets();
    },
    get total() {
      return loaded() ? total() : undefined;
    },
    get error() {
      return error();
    },
    get hasMore() {
      return hasMore();
    },
    get loadingMore() {
      return jobs() > 0 && hasMore() && tickets().length < targetLength();
    },
    loadMore: () => {
      if (!loaded()) return;
      setError(undefined);
      setWanted((length) => Math.max(length, tickets().length) + page);
    },
    retry: () => {
      if (error()) enqueue(() => load(pages(), Math.max(1, targetLength() - ids().length)));
    },
    hear: ({ seq, ticket }, before) => {
      if (wish.q) {
        // Only the server can tell what it changed.
        if (jobs() > 0 || pages().some((page) => page.seq < seq)) refresh();
        return;
      }
      const [was, is] = [before, ticket].map((one) => one && Number(matches(wish.filter, ground.me.id, one)));
      tally.applyEvent(seq, before === undefined ? undefined : { total: (is ?? 0) - (was ?? 0) });
    },
    refresh,
    reset,
  };
}
