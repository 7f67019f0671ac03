import type { Accessor } from 'solid-js';
import type { ResponseOf } from '../../../shared/contract.ts';
import type { TicketSummary, User } from '../../../shared/schemas.ts';
import { isMine, isUnassigned } from '../../../shared/ticket-list.ts';
import { STATUSES } from '../../../shared/workflow.ts';
import { createThrottledTask } from '../lib/throttled-task.ts';
import type { TicketEvent } from '../realtime/event-stream.ts';
import type { ConsistentReader } from './consistent-read.ts';
import type { Before } from './event-baseline.ts';
import { createLiveCounter, type Numbers } from './live-counter.ts';
import type { UnreadChange } from './unread-counts.ts';

/** How many tickets there are, by status, mine, unassigned and unread. */
export type Counts = Omit<ResponseOf<'countTickets'>, 'seq'>;

const NAMES = [...STATUSES, 'mine', 'unassigned', 'unread'] as const;
type Name = (typeof NAMES)[number];
const MIN_INTERVAL_MS = 700;

/** Counts kept exact by events; the server is asked at the start, and again when an event tells too little. */
export function createTicketCounts(me: User, read: ConsistentReader) {
  const refresh = createThrottledTask(load, MIN_INTERVAL_MS);
  const tally = createLiveCounter<Name>(refresh);

  async function load(): Promise<void> {
    const answer = tally.beginRead();
    const { status, mine, unassigned, unread, seq } = await read('countTickets', {}).catch((failure) => {
      answer();
      throw failure;
    });
    answer({ seq, numbers: { ...status, mine, unassigned, unread } });
  }

  /** What one ticket adds to each number. */
  const contributionOf = (ticket: TicketSummary | null): Partial<Numbers<Name>> =>
    ticket
      ? {
          [ticket.status]: 1,
          mine: Number(isMine(me.id, ticket)),
          unassigned: Number(me.role === 'agent' && isUnassigned(ticket)),
        }
      : {};

  return {
    counts: toCounts(tally.numbers),
    refresh,
    hear: (event: TicketEvent, before: Before, unread: UnreadChange) => {
      const turn = unreadDelta(unread);
      if (before === undefined || turn === undefined) return tally.applyEvent(event.seq, undefined);
      const [was, is] = [contributionOf(before), contributionOf(event.ticket)];
      const change = NAMES.map((name) => [name, (is[name] ?? 0) - (was[name] ?? 0)] as const);
      tally.applyEvent(event.seq, { ...Object.fromEntries(change), unread: turn });
    },
    /** A read mark moves; call what it gives back when the server has it. */
    mark: (unread: UnreadChange, asOf: number) => {
      const turn = unreadDelta(unread);
      return tally.applyUnnumberedChange(turn === undefined ? undefined : { unread: turn }, asOf);
    },
    clear: tally.clear,
  };
}
export type LiveCounts = ReturnType<typeof createTicketCounts>;

/** What it does to the number of unread tickets. */
const unreadDelta = ({ was, is }: UnreadChange) =>
  was === undefined || is === undefined ? undefined : Number(is) - Number(was);

const toCounts =
  (numbers: Accessor<Numbers<Name> | undefined>): Accessor<Counts | undefined> =>
  () => {
    const now = numbers();
    if (!now) return undefined;
    const { mine, unassigned, unread, ...status } = now;
    return { status, mine, unassigned, unread };
  };
