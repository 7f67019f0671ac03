import type { AgentEvent, CustomerEvent } from '../../shared/events.ts';
import type { Actor } from '../../shared/policy.ts';
import { type EntityManager, inReadTransaction } from '../db/orm.ts';
import { PAGE_BYTES, PagedList } from '../db/paged-list.ts';
import { type EventPage, lastSeqFor, readEvents } from './event-log.ts';

/** A response ends early at about this size. */
const MAX_RESPONSE_BYTES = 1024 * 1024;

/** The viewer's next events, with the number of their last one. The list is empty only if no readable event follows. */
export const listEvents = (em: EntityManager, viewer: Actor, after: number, limit: number) =>
  inReadTransaction(em, async (tx) => {
    const read = (from: number) =>
      readEvents(em, viewer, { after: from, upTo: Number.MAX_SAFE_INTEGER, limit }, tx);
    let page = await read(after);
    while (page.events.length === 0 && !page.isLast) page = await read(page.end);
    const seq = await lastSeqFor(tx, viewer);
    const isWhole = page.isLast || page.events.length >= limit || page.end >= seq;
    return {
      events: new PagedList(page.events, isWhole ? null : pagesAfter(em, viewer, page, { seq, limit })),
      seq,
    };
  });

/** The pages after the first, up to `seq`, which the same response contains as the viewer's head. */
async function* pagesAfter(
  em: EntityManager,
  viewer: Actor,
  first: EventPage,
  { seq, limit }: { seq: number; limit: number },
): AsyncGenerator<(AgentEvent | CustomerEvent)[]> {
  let { end, bytes, isLast } = first;
  let left = limit - first.events.length;
  while (!isLast && end < seq && left > 0 && bytes <= MAX_RESPONSE_BYTES - PAGE_BYTES) {
    const page = await readEvents(em, viewer, { after: end, upTo: Number.MAX_SAFE_INTEGER, limit: left });
    const events = page.events.filter((event) => event.seq <= seq);
    ({ end, isLast } = page);
    bytes += page.bytes;
    left -= events.length;
    yield events;
  }
}
