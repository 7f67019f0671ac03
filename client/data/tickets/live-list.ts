import { type Accessor, createEffect, createMemo, createSignal, untrack } from 'solid-js';
import type { AnswerOf, QueryInput } from '../../../shared/contract.ts';
import { compareEdges, edgeOf, matches } from '../../../shared/ticket-list.ts';
import type { Failure } from '../http/request.ts';
import { alike } from '../lib/deep-equal.ts';
import { whenUsed } from '../lib/defer-until-active.ts';
import { paced } from '../lib/throttled-task.ts';
import type { TicketEvent } from '../realtime/event-stream.ts';
import type { Before } from './event-baseline.ts';
import { type ListPage, pageOf, queryOf } from './list-query.ts';
import { createTally } from './live-counter.ts';
import { fillIn } from './load-missing-unread.ts';
import type { Ground } from './ticket-cache.ts';
import type { ListWish, TicketList } from './ticket-lists.ts';

/** A list as the desk keeps it. */
export type LiveList = TicketList & {
  hear: (event: TicketEvent, before: Before) => void;
  /** Reads the same length again: personal numbers may have changed unheard. */
  refresh: () => void;
  /** Everything known was given up: start over. */
  reset: () => void;
};

const MOST = 100;
const GAP = 400;

/** Makes one list and loads it: the known tickets that match, in order, up to the edge of what was fetched. */
export function createLiveList(
  ground: Ground,
  wish: ListWish,
  { page, isUsed }: { page: number; isUsed: Accessor<boolean> },
): LiveList {
  const { store, read, unread } = ground;
  const [pages, setPages] = createSignal<readonly ListPage[]>([]);
  const [error, setError] = createSignal<Failure>();
  const [jobs, setJobs] = createSignal(0);
  const [wanted, setWanted] = createSignal(page);
  let round = 0;
  let queue = Promise.resolve();

  const length = () => Math.max(wanted(), ids().length);
  const refresh = whenUsed(
    isUsed,
    paced(() => enqueue(() => load([], length())), GAP),
  );
  const recount = whenUsed(
    isUsed,
    paced(() => ask({ limit: 1 }).then(() => {}), GAP),
  );
  const tally = createTally<'total'>(recount);
  const total = () => tally.numbers()?.total;
  const loaded = () => pages().length > 0;
  const now = () => (wish.q ? pages().flatMap((page) => page.ids) : derive());
  const ids = createMemo((before: readonly number[]) => (isUsed() ? now() : before), [], { equals: alike });
  const tickets = createMemo(() => ids().flatMap((id) => store.get(id) ?? []));
  const hasMore = () =>
    loaded() && pages().at(-1)?.cursor != null && tickets().length < (total() ?? Infinity);

  function derive(): number[] {
    store.changed();
    const edge = pages().at(-1)?.edge;
    if (edge === undefined) return [];
    return [...store.all()]
      .filter((ticket) => matches(wish.filter, ground.me.id, ticket))
      .map((ticket) => edgeOf(wish.sort, ticket))
      .filter((place) => edge === null || compareEdges(wish.sort, place, edge) <= 0)
      .sort((a, b) => compareEdges(wish.sort, a, b))
      .map(({ id }) => id);
  }

  async function ask(
    part: Pick<QueryInput<'listTickets'>, 'limit' | 'cursor'>,
  ): Promise<AnswerOf<'listTickets'>> {
    const askedAt = unread.now();
    const answered = tally.ask();
    const answer = await read('listTickets', { query: { ...queryOf(wish), ...part } }).catch((failure) => {
      answered();
      throw failure;
    });
    ground.take(answer.tickets, answer.seq, askedAt);
    answered({ seq: answer.seq, numbers: { total: answer.total } });
    return answer;
  }

  /** Fetches on from these pages until there are `missing` more tickets, or no more. */
  async function load(from: readonly ListPage[], missing: number): Promise<void> {
    const asked = round;
    let reached = from;
    let left = missing;
    do {
      const cursor = reached.at(-1)?.cursor;
      const answer = await ask({ limit: Math.min(MOST, Math.max(page, left)), ...(cursor && { cursor }) });
      if (asked !== round) return;
      reached = [...reached, pageOf(answer, wish)];
      left -= answer.tickets.length;
    } while (left > 0 && reached.at(-1)?.cursor);
    setPages(reached);
  }

  /** One request after the other: a page is only good on top of the one before. */
  function enqueue(job: () => Promise<void>): Promise<void> {
    const asked = round;
    setJobs((running) => running + 1);
    queue = queue
      .then(() => (asked === round ? job() : undefined))
      .then(
        () => setError(undefined),
        (failure: Failure) => setError(failure),
      )
      .then(() => void setJobs((running) => running - 1));
    return queue;
  }

  const more = () => enqueue(() => load(pages(), wanted() - ids().length));

  function reset(): void {
    round += 1;
    tally.clear();
    setPages([]);
    enqueue(() => load([], wanted()));
  }

  // Rows left: fetch on from the edge. Too many came: the same length again, from the top.
  createEffect(() => {
    if (!isUsed() || !loaded() || jobs() > 0 || error()) return;
    if (hasMore() && tickets().length < wanted()) untrack(more);
    else if (tickets().length > 2 * wanted() + MOST) enqueue(() => load([], wanted()));
  });
  fillIn(ground, () => (isUsed() ? ids() : []), refresh);
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
      return jobs() > 0 && hasMore() && tickets().length < wanted();
    },
    loadMore: () => {
      if (!loaded()) return;
      setError(undefined);
      setWanted((length) => Math.max(length, tickets().length) + page);
    },
    retry: () => {
      if (error()) enqueue(() => load(pages(), Math.max(1, wanted() - ids().length)));
    },
    hear: ({ seq, ticket }, before) => {
      if (wish.q) {
        // Only the server can tell what it changed.
        if (jobs() > 0 || pages().some((page) => page.seq < seq)) refresh();
        return;
      }
      const [was, is] = [before, ticket].map((one) => one && Number(matches(wish.filter, ground.me.id, one)));
      tally.hear(seq, before === undefined ? undefined : { total: (is ?? 0) - (was ?? 0) });
    },
    refresh,
    reset,
  };
}
