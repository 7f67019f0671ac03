import type { Accessor } from 'solid-js';
import type { ResponseOf } from '../../../shared/contract.ts';
import type { TicketSummary } from '../../../shared/schemas.ts';
import { isMine, isUnassigned } from '../../../shared/ticket-list.ts';
import { STATUSES } from '../../../shared/vocabulary.ts';
import type { ClientCore } from '../client-core.ts';
import { createThrottledTask } from '../lib/throttled-task.ts';
import { ticketAround } from './event-change.ts';
import { createLiveCounter, type Numbers } from './live-counter.ts';
import type { UnreadChange } from './unread-counts.ts';

/** How many tickets there are, by status, mine, unassigned and unread. */
export type Counts = Omit<ResponseOf<'countTickets'>, 'seq'>;

const NAMES = [...STATUSES, 'mine', 'unassigned', 'unread'] as const;
type Name = (typeof NAMES)[number];
const MIN_INTERVAL_MS = 700;

/** Counts kept exact by events. Only the number of unread tickets sometimes needs the server again. */
export function createTicketCounts(core: ClientCore) {
  const { me } = core;
  const refresh = createThrottledTask(load, MIN_INTERVAL_MS);
  const counter = createLiveCounter<Name>(refresh);

  async function load(): Promise<void> {
    const finish = counter.beginRead();
    const response = await core.read('countTickets', {}).catch((error) => {
      finish();
      throw error;
    });
    const { status, mine, unassigned, unread, seq } = response;
    finish({ seq, numbers: { ...status, mine, unassigned, unread } });
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

  core.onEvent(({ event, unread }) => {
    const delta = unreadDelta(unread);
    if (delta === undefined) return counter.applyEvent(event.seq, undefined);
    const { before, after } = ticketAround(event);
    const [removed, added] = [contributionOf(before), contributionOf(after)];
    const change = NAMES.map((name) => [name, (added[name] ?? 0) - (removed[name] ?? 0)] as const);
    counter.applyEvent(event.seq, { ...Object.fromEntries(change), unread: delta });
  });
  core.onReset(() => {
    counter.clear();
    refresh();
  });
  core.onConnected(({ again }) => again && refresh());
  refresh();

  return {
    counts: toCounts(counter.numbers),
    /** A read mark moves. Call the returned function when the server has stored it. */
    applyReadMark: (unread: UnreadChange, asOf: number) => {
      const delta = unreadDelta(unread);
      return counter.applyUnnumberedChange(delta === undefined ? undefined : { unread: delta }, asOf);
    },
  };
}

/** By how much the number of unread tickets changes. */
const unreadDelta = ({ was, is }: UnreadChange) =>
  was === undefined || is === undefined ? undefined : Number(is) - Number(was);

const toCounts =
  (numbers: Accessor<Numbers<Name> | undefined>): Accessor<Counts | undefined> =>
  () => {
    const current = numbers();
    if (!current) return undefined;
    const { mine, unassigned, unread, ...status } = current;
    return { status, mine, unassigned, unread };
  };
