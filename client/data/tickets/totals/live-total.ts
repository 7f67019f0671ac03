import type { Accessor } from 'solid-js';
import type { ClientCore } from '../../client-core.ts';
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

const MIN_INTERVAL_MS = 400;
/** The tabs of a search read up to five totals at a time, and the server limits searches to 300 a minute. */
const MIN_SEARCH_INTERVAL_MS = 3_000;

/** Creates a total and loads it. Events keep it exact; only the total of a search is read again after them. */
export function createLiveTotal(core: ClientCore, query: ListQuery, isActive: Accessor<boolean>): LiveTotal {
  const refresh = deferUntilActive(
    isActive,
    createThrottledTask(load, query.q ? MIN_SEARCH_INTERVAL_MS : MIN_INTERVAL_MS),
  );
  const counter = createLiveCounter<'total'>(refresh);

  async function load(): Promise<void> {
    const finish = counter.beginRead();
    const request = { query: { ...toRequestQuery(query), limit: 1 } };
    const { seq, total } = await core.read('listTickets', request).catch((failure) => {
      finish();
      throw failure;
    });
    finish({ seq, numbers: { total } });
  }

  refresh();
  return {
    total: () => counter.numbers()?.total,
    applyEvent: (event) =>
      counter.applyEvent(
        event.seq,
        query.q ? undefined : { total: matchChange(event, query.filter, core.me.id) },
      ),
    refresh,
    reset: () => {
      counter.clear();
      refresh();
    },
  };
}
