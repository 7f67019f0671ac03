import type { AgentEvent, CustomerEvent } from '../../shared/events.ts';
import type { Actor } from '../../shared/policy.ts';
import type { Orm } from '../db/orm.ts';
import { lastSeqFor, readEvents } from '../events/event-log.ts';
import type { Relay } from './relay.ts';

const PAGE = 200;
/** Further behind than this, fetching anew is quicker than hearing everything. */
const LONGEST_REPLAY = 10_000;

/** What a client knows: its last event's number, and of which log. */
export type ClientPosition = { after?: number | undefined; log?: string | undefined };

/** Where the replay speaks: the socket, as this needs it. */
export type ReplayTarget = {
  event: (event: AgentEvent | CustomerEvent) => void;
  /** What the client knows cannot be mended by events. */
  stale: (seq: number) => void;
  /** The listener is level with the log: from this tick on it must hear the rooms. */
  live: (seq: number) => void;
  /** Waits until the listener has taken in most of what it was told. */
  drained: () => Promise<void>;
  isGone: () => boolean;
};

/**
 * Brings one listener level with the log, then lets it hear the rooms, in the same tick in which both are level: no
 * event falls between replay and live, and none comes twice.
 */
export async function replay(
  orm: Orm,
  relay: Relay,
  log: string,
  viewer: Actor,
  known: ClientPosition,
  to: ReplayTarget,
) {
  // What a REST answer has shown may not have been told yet: the rooms must be past it before we join them.
  await relay.catchUp();
  let seq = known.after ?? (await lastSeqFor(orm.em.fork(), viewer, relay.head));
  if (known.after !== undefined) {
    const head = await lastSeqFor(orm.em.fork(), viewer, relay.head);
    const sameLog = known.log === undefined || known.log === log;
    if (!sameLog || known.after > head || head - known.after > LONGEST_REPLAY) {
      seq = head;
      to.stale(seq);
    }
  }
  for (;;) {
    const upTo = relay.head;
    const events = await readEvents(orm.em.fork(), viewer, { after: seq, upTo, limit: PAGE });
    if (to.isGone()) return;
    for (const event of events) to.event(event);
    seq = events.at(-1)?.seq ?? seq;
    if (events.length < PAGE && relay.head === upTo) return to.live(seq);
    await to.drained();
  }
}
