import type { AgentEvent, CustomerEvent } from '../../shared/events.ts';
import type { Actor } from '../../shared/policy.ts';
import type { Orm } from '../db/orm.ts';
import { lastSeqFor, readEvents } from '../events/event-log.ts';
import type { Relay } from './relay.ts';

const PAGE_SIZE = 200;
/** A client further behind fetches its data anew, which is faster. */
const MAX_REPLAYED_EVENTS = 10_000;

/** A client's position when it connects: the number of its last event, and the id of that log. */
export type ClientPosition = { after?: number | undefined; log?: string | undefined };

/** The receiver of a replay: what it needs of a socket. */
export type ReplayTarget = {
  event: (event: AgentEvent | CustomerEvent) => void;
  /** Events cannot bring the client up to date: it must fetch its data anew. */
  stale: (seq: number) => void;
  /** The target is level with the log and must join its rooms in this tick. */
  live: (seq: number) => void;
  /** Waits until the target has read most of what it was sent. */
  waitForDrain: () => Promise<void>;
  isGone: () => boolean;
};

type Source = { orm: Orm; relay: Relay; logId: string };

/**
 * Sends a viewer the events after its position and then joins it to its rooms, in the same tick in which both are
 * level: no event falls between replay and live, and none comes twice.
 */
export async function replay(
  { orm, relay, logId }: Source,
  viewer: Actor,
  position: ClientPosition,
  target: ReplayTarget,
) {
  // A REST response may show events that are not emitted yet: the relay must be past them before the target joins.
  await relay.catchUp();
  const headOf = (upTo: number) => lastSeqFor(orm.em.fork(), viewer, upTo);
  const head = await headOf(relay.head);
  let seq = position.after ?? head;
  if (!canReplay(position, head, logId)) {
    seq = head;
    target.stale(seq);
  }
  for (;;) {
    const upTo = relay.head;
    const page = await readEvents(orm.em.fork(), viewer, { after: seq, upTo, limit: PAGE_SIZE });
    const end = page.hasUnreadable ? await headOf(upTo) : page.end;
    if (target.isGone()) return;
    if (page.hasUnreadable) target.stale(end);
    else for (const event of page.events) target.event(event);
    seq = end;
    if ((page.isLast || page.hasUnreadable) && relay.head === upTo) return target.live(seq);
    await target.waitForDrain();
  }
}

/** Whether events alone bring this client up to date. */
const canReplay = ({ after, log }: ClientPosition, head: number, logId: string): boolean =>
  after === undefined ||
  ((log === undefined || log === logId) && after <= head && head - after <= MAX_REPLAYED_EVENTS);
