import type { Context } from 'koa';
import type { BackgroundReader } from '../db/sqlite/background-reader.ts';
import { listEvents } from '../events/list-events.ts';
import type { Serve } from '../http/serve.ts';
import { boundsOf, createTurns } from '../http/turns.ts';
import type { Limits } from '../limits/limits.ts';
import { addReply, assignTicket, changeTicket, createTicket, releaseTicket } from './commands.ts';
import { countTickets, listTickets } from './list-tickets.ts';
import { markRead } from './read-marks.ts';
import { listReplies, showHistory, showTicket } from './ticket-queries.ts';

type Dependencies = {
  limits: Limits;
  /** Runs searches. */
  reader: BackgroundReader;
  rateLimits: boolean;
  /** Sends a read mark to the user's other tabs and devices. */
  broadcastReadMark: (userId: number, mark: { ticketId: number; upTo: string | null }) => void;
};

/** The endpoints of tickets, replies and events. */
export function ticketRoutes(
  serve: Serve,
  { limits, reader, rateLimits, broadcastReadMark }: Dependencies,
): void {
  // One search of a user at a time, and none whose client has gone: the others do not wait for them.
  const takeSearchTurn = createTurns(boundsOf(rateLimits));
  serve('listTickets', async ({ em, actor, query, ctx }) => {
    if (query.q !== undefined) {
      await limits.count('searches', actor.id);
      await takeSearchTurn(actor.id, ctx.res);
    }
    return listTickets(em, reader, actor, query);
  });
  serve('countTickets', ({ em, actor }) => countTickets(em, actor));
  serve('showTicket', ({ em, actor, params, query }) => showTicket(em, actor, params.id, query.replies));
  serve('listReplies', ({ em, actor, params, query }) => listReplies(em, actor, params.id, query));
  serve('showHistory', ({ em, actor, params }) => showHistory(em, actor, params.id));
  serve('listEvents', ({ em, actor, query }) => listEvents(em, actor, query.after, query.limit));

  serve('createTicket', async ({ em, actor, body, idempotencyKey, ctx }) => {
    await limits.count('tickets', actor.id);
    const { ticket, replayed } = await createTicket(em, actor, body, idempotencyKey);
    ctx.set('Location', `/api/tickets/${ticket.id}`);
    markReplayed(ctx, replayed);
    return ticket;
  });
  serve('addReply', async ({ em, actor, params, body, idempotencyKey, ctx }) => {
    await limits.count('replies', actor.id);
    const { replayed, ...response } = await addReply(em, actor, params.id, body, idempotencyKey);
    markReplayed(ctx, replayed);
    return response;
  });
  serve('changeTicket', ({ em, actor, params, body }) => changeTicket(em, actor, params.id, body));
  serve('assignTicket', ({ em, actor, params, body }) => assignTicket(em, actor, params.id, body.takeover));
  serve('releaseTicket', ({ em, actor, params }) => releaseTicket(em, actor, params.id));
  serve('markRead', async ({ em, actor, params, body }) => {
    await markRead(em, actor, params.id, body.upTo);
    broadcastReadMark(actor.id, { ticketId: params.id, upTo: body.upTo });
    return undefined;
  });
}

function markReplayed(ctx: Context, replayed: boolean): void {
  if (replayed) ctx.set('Idempotent-Replayed', 'true');
}
