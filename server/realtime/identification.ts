import { Handshake } from '../../shared/events.ts';
import { loadActor } from '../auth/sessions.ts';
import type { Tokens } from '../auth/tokens.ts';
import type { Config } from '../config.ts';
import type { Orm } from '../db/orm.ts';
import { fieldErrors, invalid, rateLimited, unauthenticated, unavailable } from '../errors.ts';
import type { Limits } from '../limits/limits.ts';
import type { FairScheduler } from './fair-scheduler.ts';
import { ROOM, type ServerSocket, type SocketServer } from './rooms.ts';

type Dependencies = {
  io: SocketServer;
  scheduler: FairScheduler;
  orm: Orm;
  tokens: Tokens;
  limits: Limits;
  config: Config;
};

/** Tabs and devices of one user. */
const MAX_SOCKETS_PER_USER = 20;
export const PING_INTERVAL_SECONDS = 12;

/** Returns a function that identifies the user of a connecting socket, by the same verification as on HTTP. */
export function createIdentification({ io, scheduler, orm, tokens, limits, config }: Dependencies) {
  /** The last CONNECT of each connection. */
  const connects = new WeakMap<ServerSocket['conn'], Promise<unknown>>();

  async function identify(auth: unknown): Promise<ServerSocket['data']> {
    const handshake = Handshake.safeParse(auth);
    if (!handshake.success) {
      const fields = fieldErrors(handshake.error);
      throw fields.some(({ path }) => path === 'token' || path === '') ? unauthenticated() : invalid(fields);
    }
    const { token, presenceSnapshot, ...position } = handshake.data;
    const claims = tokens.verify(token);
    await limits.count('connects', claims.userId);
    const actor = await loadActor(orm.em.fork(), claims);
    const open = io.sockets.adapter.rooms.get(ROOM.user(actor.id))?.size ?? 0;
    if (config.rateLimits && open >= MAX_SOCKETS_PER_USER) throw rateLimited(PING_INTERVAL_SECONDS);
    return { actor, claims, position, presenceSnapshot };
  }

  /** Waits for its turn. One CONNECT of each connection waits at a time; its next ones follow after it. */
  return async ({ conn, handshake }: ServerSocket): Promise<ServerSocket['data']> => {
    const identified = (connects.get(conn) ?? Promise.resolve()).then(async () => {
      if (scheduler.isFull()) throw unavailable();
      await scheduler.waitForTurn(() => conn.readyState !== 'open');
      return identify(handshake.auth);
    });
    connects.set(
      conn,
      identified.catch(() => {}),
    );
    return identified;
  };
}
