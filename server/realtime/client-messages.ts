import { z } from 'zod';
import { loadActor } from '../auth/sessions.ts';
import type { Tokens } from '../auth/tokens.ts';
import type { Orm } from '../db/orm.ts';
import type { Claims } from '../entities/session.ts';
import { unauthenticated } from '../errors.ts';
import type { Limits } from '../limits/limits.ts';
import { requireVisible } from '../tickets/scope.ts';
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

const TicketId = z.int().positive();
const Typing = z.strictObject({ id: TicketId, internal: z.boolean() });
const Renewal = z.strictObject({ token: z.string().max(4096) });

/** Handles every message of a client. Each checks the sender's session and rights again; none of them writes. */
export function handleClientMessages(
  socket: ServerSocket,
  { orm, tokens, presence, limits, unexpected }: Dependencies,
): void {
  const { actor } = socket.data;
  const on = createSafeListener(socket, () => limits.count('messages', socket.id), unexpected);
  let expiry = expireAt(socket, socket.data.claims);

  on('ticket:view', TicketId, async (id) => {
    const { customerId } = await requireVisibleNow(id);
    if (actor.role === 'agent') presence.view(socket.id, actor, id, customerId);
    else if (presence.isReplying(id)) socket.emit('presence', { ticketId: id, replying: true });
  });
  on('ticket:leave', TicketId, (id) => presence.leave(socket.id, id));
  on('ticket:typing', Typing, async ({ id, internal }) => {
    const { customerId } = await requireVisibleNow(id);
    if (actor.role === 'agent') presence.type(socket.id, actor, id, customerId, internal);
  });
  on('session:renew', Renewal, async ({ token }) => {
    const claims = tokens.verify(token);
    await loadActor(orm.em.fork(), claims);
    const { userId, sessionId } = socket.data.claims;
    if (claims.userId !== userId || claims.sessionId !== sessionId) throw unauthenticated();
    socket.data.claims = claims;
    clearTimeout(expiry);
    expiry = expireAt(socket, claims);
  });
  socket.on('disconnect', () => {
    clearTimeout(expiry);
    presence.leave(socket.id);
  });

  /** 401 if the session has ended (or the socket is gone), 404 if the sender may not see the ticket. */
  async function requireVisibleNow(id: number): Promise<{ customerId: number }> {
    const em = orm.em.fork();
    const ticket = await requireVisible(em, await loadActor(em, socket.data.claims), id);
    if (!socket.connected) throw unauthenticated();
    return ticket;
  }
}

/** Longer timers fire at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Disconnects the socket when its token expires, after a `session:expired`. */
function expireAt(socket: ServerSocket, { expiresAt }: Claims): NodeJS.Timeout {
  const timeoutMs = Math.min(Math.max(0, expiresAt * 1000 - Date.now()), MAX_TIMEOUT_MS);
  return setTimeout(() => {
    socket.emit('session:expired');
    socket.disconnect(true);
  }, timeoutMs);
}
