import { z } from 'zod';
import type { Actor } from '../../shared/policy.ts';
import { loadActor } from '../auth/sessions.ts';
import type { Tokens } from '../auth/tokens.ts';
import type { Orm } from '../db/orm.ts';
import { unauthenticated } from '../errors.ts';
import type { Limits } from '../limits/limits.ts';
import { requireVisible } from '../tickets/scope.ts';
import { disconnectAtExpiry } from './disconnect-session.ts';
import type { Presence } from './presence.ts';
import type { ServerSocket } from './rooms.ts';
import { createSafeListener } from './safe-listener.ts';

type Dependencies = {
  orm: Orm;
  tokens: Tokens;
  presence: Presence;
  limits: Limits;
  unexpected: (error: unknown) => void;
};

/** How many of a customer's tickets a socket remembers as visible: their customer never changes. */
const MAX_OWN_TICKETS = 100;

const TicketId = z.int().positive();
const Typing = z.strictObject({ id: TicketId, internal: z.boolean() });
const Renewal = z.strictObject({ token: z.string().max(4096) });

/** Handles every message of a client. Each checks the sender's session and rights again; none of them writes. */
export function handleClientMessages(
  socket: ServerSocket,
  { orm, tokens, presence, limits, unexpected }: Dependencies,
): void {
  const { actor } = socket.data;
  const on = createSafeListener(socket, countMessage, unexpected);
  const ownTickets = new Set<number>();
  let expiry = disconnectAtExpiry(socket, socket.data.claims);

  on('ticket:view', TicketId, async (id) => {
    const { viewer, customerId } = await requireVisibleNow(id);
    if (viewer.role === 'agent') presence.view(socket.id, viewer, id, customerId);
    else if (presence.isReplying(id)) socket.emit('presence', { ticketId: id, replying: true });
  });
  on('ticket:leave', TicketId, (id) => void presence.leave(socket.id, id));
  on('ticket:typing', Typing, async ({ id, internal }) => {
    // Nothing is done with a customer's typing: where the permission is known, it costs no query.
    if (ownTickets.has(id)) return;
    const { viewer, customerId } = await requireVisibleNow(id);
    if (viewer.role === 'agent') presence.type(socket.id, viewer, id, customerId, internal);
  });
  on('session:renew', Renewal, async ({ token }) => {
    const claims = tokens.verify(token);
    await loadActor(orm.em.fork(), claims);
    const { userId, sessionId } = socket.data.claims;
    if (claims.userId !== userId || claims.sessionId !== sessionId) throw unauthenticated();
    socket.data.claims = claims;
    clearTimeout(expiry);
    expiry = disconnectAtExpiry(socket, claims);
  });
  socket.on('disconnect', () => {
    clearTimeout(expiry);
    presence.leave(socket.id);
  });

  /** Counts a message of this socket and of its user, whose other sockets share the second limit. */
  async function countMessage(): Promise<void> {
    await limits.count('messages', socket.id);
    await limits.count('messagesPerUser', actor.id);
  }

  /**
   * 401 if the session has ended (or the socket is gone), 404 if the sender may not see the ticket. Returns the sender
   * with the current name.
   */
  async function requireVisibleNow(id: number): Promise<{ viewer: Actor; customerId: number }> {
    const em = orm.em.fork();
    const viewer = await loadActor(em, socket.data.claims);
    const { customerId } = await requireVisible(em, viewer, id);
    if (!socket.connected) throw unauthenticated();
    if (viewer.role === 'customer' && ownTickets.size < MAX_OWN_TICKETS) ownTickets.add(id);
    return { viewer, customerId };
  }
}
