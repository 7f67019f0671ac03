import type { DefaultEventsMap, Server, Socket } from 'socket.io';
import type { ClientToServer, ServerToClient } from '../../shared/events.ts';
import type { Actor } from '../../shared/policy.ts';
import type { Claims } from '../entities/session.ts';
import type { ClientPosition } from './replay.ts';

/** The user of a socket, the claims of its token, and what its client connected with. */
type Data = {
  actor: Actor;
  claims: Claims;
  position: ClientPosition;
  presenceSnapshot: boolean | undefined;
};

export type SocketServer = Server<ClientToServer, ServerToClient, DefaultEventsMap, Data>;
export type ServerSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, Data>;

/** All rooms. Only the server joins sockets to them. Which events each receives: `AUDIENCE` in `shared/events.ts`. */
export const ROOM = {
  agents: 'agents',
  customer: (id: number) => `customer:${id}`,
  user: (id: number) => `user:${id}`,
  session: (id: string) => `session:${id}`,
} as const;
