import type { Accessor } from 'solid-js';
import type { ResponseOf } from '../../../shared/contract.ts';
import type { TicketSummary } from '../../../shared/schemas.ts';
import { concerns, isMine, isUnassigned } from '../../../shared/ticket-list.ts';
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

  /** By how much the number of unread tickets changes; undefined if this browser cannot tell. */
  function unreadDelta(
    { was, is, readLater }: UnreadChange,
    before: TicketSummary | null,
    after: TicketSummary,
  ): number | undefined {
    const concerned = before !== null && concerns(me, before);
    const concernsNow = concerns(me, after);
    if (concerned === concernsNow && (!concerned || was === is)) return 0;
    // Later changes are in the count, too.
    if (concerned !== concernsNow && readLater) return undefined;
    const [removed, added] = [concerned && was, concernsNow && is];
    return removed === undefined || added === undefined ? undefined : Number(added) - Number(removed);
  }

  core.onEvent(({ event, unread }) => {
    const { before, after } = ticketAround(event);
    const delta = unreadDelta(unread, before, after);
    if (delta === undefined) return counter.applyEvent(event.seq, undefined);
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
    /**
     * A read mark moves. Call the returned function when the server has stored it: then the numbers are read again, because
     * the ticket may be newer here than the last event, and may concern the user no more.
     */
    applyReadMark: (ticketId: number, unread: UnreadChange, asOf: number) => {
      const ticket = core.store.peek(ticketId);
      const delta = ticket && isKnown(unread) ? unreadDelta(unread, ticket, ticket) : undefined;
      const confirm = counter.applyUnnumberedChange(
        delta === undefined ? undefined : { unread: delta },
        asOf,
      );
      return () => {
        confirm();
        refresh();
      };
    },
  };
}

const isKnown = ({ was, is }: UnreadChange) => was !== undefined && is !== undefined;

const toCounts =
  (numbers: Accessor<Numbers<Name> | undefined>): Accessor<Counts | undefined> =>
  () => {
    const current = numbers();
    if (!current) return undefined;
    const { mine, unassigned, unread, ...status } = current;
    return { status, mine, unassigned, unread };
  };
