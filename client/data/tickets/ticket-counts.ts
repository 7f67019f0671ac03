import type { Accessor } from 'solid-js';
import type { AnswerOf } from '../../../shared/contract.ts';
import type { TicketSummary, User } from '../../../shared/schemas.ts';
import { isMine, isUnassigned } from '../../../shared/ticket-list.ts';
import { STATUSES } from '../../../shared/workflow.ts';
import { paced } from '../lib/throttled-task.ts';
import type { TicketEvent } from '../realtime/event-stream.ts';
import type { Read } from './consistent-read.ts';
import type { Before } from './event-baseline.ts';
import { createTally, type Numbers } from './live-counter.ts';
import type { UnreadChange } from './unread-counts.ts';

/** How many tickets there are, by status, mine, unassigned and unread. */
export type Counts = Omit<AnswerOf<'countTickets'>, 'seq'>;

const NAMES = [...STATUSES, 'mine', 'unassigned', 'unread'] as const;
type Name = (typeof NAMES)[number];
const GAP = 700;

/** Counts kept exact by events; the server is asked at the start, and again when an event tells too little. */
export function createCounts(me: User, read: Read) {
  const refresh = paced(load, GAP);
  const tally = createTally<Name>(refresh);

  async function load(): Promise<void> {
    const answer = tally.ask();
    const { status, mine, unassigned, unread, seq } = await read('countTickets', {}).catch((failure) => {
      answer();
      throw failure;
    });
    answer({ seq, numbers: { ...status, mine, unassigned, unread } });
  }

  /** What one ticket adds to each number. */
  const weigh = (ticket: TicketSummary | null): Partial<Numbers<Name>> =>
    ticket
      ? {
          [ticket.status]: 1,
          mine: Number(isMine(me.id, ticket)),
          unassigned: Number(me.role === 'agent' && isUnassigned(ticket)),
        }
      : {};

  return {
    counts: nested(tally.numbers),
    refresh,
    hear: (event: TicketEvent, before: Before, unread: UnreadChange) => {
      const turn = turned(unread);
      if (before === undefined || turn === undefined) return tally.hear(event.seq, undefined);
      const [was, is] = [weigh(before), weigh(event.ticket)];
      const change = NAMES.map((name) => [name, (is[name] ?? 0) - (was[name] ?? 0)] as const);
      tally.hear(event.seq, { ...Object.fromEntries(change), unread: turn });
    },
    /** A read mark moves; call what it gives back when the server has it. */
    mark: (unread: UnreadChange, asOf: number) => {
      const turn = turned(unread);
      return tally.shift(turn === undefined ? undefined : { unread: turn }, asOf);
    },
    clear: tally.clear,
  };
}
export type LiveCounts = ReturnType<typeof createCounts>;

/** What it does to the number of unread tickets. */
const turned = ({ was, is }: UnreadChange) =>
  was === undefined || is === undefined ? undefined : Number(is) - Number(was);

const nested =
  (numbers: Accessor<Numbers<Name> | undefined>): Accessor<Counts | undefined> =>
  () => {
    const now = numbers();
    if (!now) return undefined;
    const { mine, unassigned, unread, ...status } = now;
    return { status, mine, unassigned, unread };
  };
