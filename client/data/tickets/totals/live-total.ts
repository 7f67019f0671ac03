import { type Accessor, untrack } from 'solid-js';
import type { ClientCore } from '../../client-core.ts';
import { cancelWhenIdle } from '../../lib/cancel-when-idle.ts';
import { deferUntilActive } from '../../lib/defer-until-active.ts';
import { createThrottledTask } from '../../lib/throttled-task.ts';
import type { TicketEvent } from '../../realtime/event-stream.ts';
import { matchChange } from '../event-change.ts';
import { type ListQuery, toRequestQuery } from '../list-query.ts';
import { createLiveCounter } from '../live-counter.ts';

/** The number of tickets of a list, without its tickets. */
export type LiveTotal = {
  /** Undefined until first loaded. */
  total: Accessor<number | undefined>;
  applyEvent: (event: TicketEvent) => void;
  refresh: () => void;
  /** Starts over after everything known was discarded. */
  reset: () => void;
};

/** A search that changes as the user types needs no totals yet. */
const SEARCH_SETTLE_MS = 400;
const MIN_INTERVAL_MS = 400;
/** The tabs of a search read up to five totals at a time, and the server limits searches to 300 a minute. */
const MIN_SEARCH_INTERVAL_MS = 3_000;

/** Creates a total and loads it. Events keep it exact; only the total of a search is read again after them. */
export function createLiveTotal(core: ClientCore, query: ListQuery, isActive: Accessor<boolean>): LiveTotal {
  const isSearch = query.q !== undefined;
  const refresh = deferUntilActive(
    isActive,
    createThrottledTask(load, isSearch ? MIN_SEARCH_INTERVAL_MS : MIN_INTERVAL_MS),
  );
  const signal = cancelWhenIdle(isActive);
  const counter = createLiveCounter<'total'>(refresh);

  async function load(): Promise<void> {
    if (isSearch) await new Promise((resolve) => setTimeout(resolve, SEARCH_SETTLE_MS));
    if (!untrack(isActive)) return refresh();
    const finish = counter.beginRead();
    const request = { query: { ...toRequestQuery(query), limit: 1 }, signal: signal() };
    const response = await core.read('listTickets', request).catch((failure) => {
      finish();
      if (!request.signal.aborted) throw failure;
    });
    if (response) finish({ seq: response.seq, numbers: { total: response.total } });
    else refresh();
  }

  refresh();
  return {
    total: () => counter.numbers()?.total,
    applyEvent: (event) =>
      counter.applyEvent(
        event.seq,
        isSearch ? undefined : { total: matchChange(event, query.filter, core.me.id) },
      ),
    refresh,
    reset: () => {
      counter.clear();
      refresh();
    },
  };
}
