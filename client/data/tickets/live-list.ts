import { type Accessor, createEffect, createMemo, createSignal, untrack } from 'solid-js';
import type { QueryInput, ResponseOf } from '../../../shared/contract.ts';
import type { SearchMatch } from '../../../shared/schemas.ts';
import { comparePositions, matches, sortPosition } from '../../../shared/ticket-list.ts';
import type { ClientCore } from '../client-core.ts';
import type { RequestError } from '../http/request.ts';
import { cancelWhenIdle } from '../lib/cancel-when-idle.ts';
import { deepEqual } from '../lib/deep-equal.ts';
import { deferUntilActive } from '../lib/defer-until-active.ts';
import { createThrottledTask } from '../lib/throttled-task.ts';
import type { TicketEvent } from '../realtime/event-stream.ts';
import { matchChange } from './event-change.ts';
import { type ListPage, type ListQuery, pageOf, toRequestQuery } from './list-query.ts';
import { createLiveCounter } from './live-counter.ts';
import { loadMissingUnread } from './load-missing-unread.ts';
import type { ClientTicket } from './ticket-store.ts';

/** A live list: at any time equal to the server's answer for the same length. Getters, all reactive. */
export type TicketList = {
  readonly state: 'loading' | 'ready' | 'failed';
  /** In order. The same ticket is the same object in every list and thread. */
  readonly tickets: readonly ClientTicket[];
  /** The number of matching tickets on the server; undefined while loading. */
  readonly total: number | undefined;
  readonly error: RequestError | undefined;
  /** The query whose tickets are shown. */
  readonly query: ListQuery;
  /** Where a ticket of a search matches; undefined if it was found by its number. */
  match: (ticketId: number) => SearchMatch | undefined;
  retry: () => void;
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  loadMore: () => void;
};

/** A list as `ticket-lists.ts` manages it. */
export type LiveList = TicketList & {
  applyEvent: (event: TicketEvent) => void;
  /** A job is loading tickets that the list does not show yet. */
  isBusy: () => boolean;
  /** Reads the same length again: personal numbers may have changed without an event. */
  refresh: () => void;
  /** Starts over after everything known was discarded. */
  reset: () => void;
};

const MAX_PAGE_SIZE = 100;
const MIN_INTERVAL_MS = 400;
/** The server limits searches to 300 a minute; the tabs of a search need some of them. */
const MIN_SEARCH_INTERVAL_MS = 1_000;

/**
 * Creates one list and loads it. It shows the known tickets that match, in order, up to the position where the last
 * loaded page ended. A search cannot be evaluated here: it shows the loaded pages and is read again after each event.
 */
export function createLiveList(core: ClientCore, query: ListQuery, isActive: Accessor<boolean>): LiveList {
  const { store, read, unread, pageSize } = core;
  const [pages, setPages] = createSignal<readonly ListPage[]>([]);
  const [error, setError] = createSignal<RequestError>();
  const [jobs, setJobs] = createSignal(0);
  const [targetLength, setTargetLength] = createSignal(pageSize);
  const counter = createLiveCounter<'total'>();
  let generation = 0;
  let queue = Promise.resolve();

  const isSearch = query.q !== undefined;
  const matchOf = createMemo(() => new Map(pages().flatMap((page) => page.matches)));
  const total = () => counter.numbers()?.total;
  const isLoaded = () => pages().length > 0;
  const currentIds = () => (isSearch ? pages().flatMap((page) => page.ids) : deriveIds());
  const ids = createMemo((last: readonly number[]) => (isActive() ? currentIds() : last), [], {
    equals: deepEqual,
  });
  const tickets = createMemo(() => ids().flatMap((id) => store.get(id) ?? []));
  const hasMore = () =>
    isLoaded() && pages().at(-1)?.cursor != null && tickets().length < (total() ?? Infinity);
  const refresh = deferUntilActive(
    isActive,
    createThrottledTask(
      () => enqueue(() => load([], Math.max(targetLength(), ids().length))),
      isSearch ? MIN_SEARCH_INTERVAL_MS : MIN_INTERVAL_MS,
    ),
  );
  const loadFirst = deferUntilActive(isActive, () => enqueue(() => load([], targetLength())));
  const signal = cancelWhenIdle(isActive, () => {
    if (isLoaded() && jobs() === 0) return;
    generation += 1;
    setError(undefined);
    if (isLoaded()) refresh();
    else loadFirst();
  });

  function deriveIds(): number[] {
    if (query.q !== undefined) return [];
    const { filter, sort } = query;
    store.changed();
    const end = pages().at(-1)?.end;
    if (end === undefined) return [];
    return [...store.all()]
      .filter((ticket) => matches(filter, core.me.id, ticket))
      .map((ticket) => sortPosition(sort, ticket))
      .filter((position) => end === null || comparePositions(sort, position, end) <= 0)
      .sort((a, b) => comparePositions(sort, a, b))
      .map(({ id }) => id);
  }

  async function fetchPage(
    part: Pick<QueryInput<'listTickets'>, 'limit' | 'cursor'>,
  ): Promise<ResponseOf<'listTickets'>> {
    const askedAt = unread.clock();
    const finish = counter.beginRead();
    const request = { query: { ...toRequestQuery(query), ...part }, signal: signal() };
    const response = await read('listTickets', request).catch((failure) => {
      finish();
      throw failure;
    });
    const tickets = response.tickets.map(({ match: _, ...ticket }) => ticket);
    core.ingest(tickets, response.seq, askedAt);
    finish({ seq: response.seq, numbers: { total: response.total } });
    return response;
  }

  /** Loads pages after `from` until there are `missing` more tickets, or no more. */
  async function load(from: readonly ListPage[], missing: number): Promise<void> {
    const begun = generation;
    let loaded = from;
    let left = missing;
    do {
      const cursor = loaded.at(-1)?.cursor;
      const limit = Math.min(MAX_PAGE_SIZE, Math.max(pageSize, left));
      const response = await fetchPage({ limit, ...(cursor && { cursor }) });
      if (begun !== generation) return;
      loaded = [...loaded, pageOf(response, query)];
      left -= response.tickets.length;
    } while (left > 0 && loaded.at(-1)?.cursor);
    setPages(loaded);
  }

  /** Runs one job after the other: a page is only valid after the page before it. */
  function enqueue(job: () => Promise<void>): Promise<void> {
    const begun = generation;
    setJobs((running) => running + 1);
    queue = queue
      .then(() => (begun === generation ? job() : undefined))
      .then(
        () => setError(undefined),
        (failure: RequestError) => void (begun === generation && setError(failure)),
      )
      .then(() => void setJobs((running) => running - 1));
    return queue;
  }

  const loadMissing = () => enqueue(() => load(pages(), targetLength() - ids().length));

  function reset(): void {
    generation += 1;
    counter.clear();
    setPages([]);
    loadFirst();
  }

  // Rows left: load more from the end. Too many arrived: load the target length from the start.
  createEffect(() => {
    if (!isActive() || !isLoaded() || jobs() > 0 || error()) return;
    if (hasMore() && tickets().length < targetLength()) untrack(loadMissing);
    else if (tickets().length > 2 * targetLength() + MAX_PAGE_SIZE) enqueue(() => load([], targetLength()));
  });
  loadMissingUnread(core, () => (isActive() ? ids() : []), refresh);
  reset();

  return {
    get state() {
      return isLoaded() ? 'ready' : error() ? 'failed' : 'loading';
    },
    get tickets() {
      return tickets();
    },
    get total() {
      return isLoaded() ? total() : undefined;
    },
    get error() {
      return error();
    },
    query,
    match: (ticketId) => matchOf().get(ticketId),
    get hasMore() {
      return hasMore();
    },
    get loadingMore() {
      return jobs() > 0 && hasMore() && tickets().length < targetLength();
    },
    loadMore: () => {
      if (!isLoaded()) return;
      setError(undefined);
      setTargetLength((length) => Math.max(length, tickets().length) + pageSize);
    },
    retry: () => {
      if (error()) enqueue(() => load(pages(), Math.max(1, targetLength() - ids().length)));
    },
    applyEvent: (event) => {
      if (isSearch) {
        if (jobs() > 0 || pages().some((page) => page.seq < event.seq)) refresh();
        return;
      }
      counter.applyEvent(event.seq, { total: matchChange(event, query.filter, core.me.id) });
    },
    isBusy: () => jobs() > 0,
    refresh,
    reset,
  };
}
