import type { DefaultEventsMap, Server, Socket } from 'socket.io';
import type { ClientToServer, ServerToClient } from '../../shared/events.ts';
import type { Actor } from '../../shared/policy.ts';
import type { Claims } from '../entities/session.ts';
import type { ClientPosition } from './replay.ts';

/** Who a socket belongs to, by which token, and what its client knew when it connected. */
type Data = { actor: Actor; claims: Claims; known: ClientPosition };

export type DeskServer = Server<ClientToServer, ServerToClient, DefaultEventsMap, Data>;
export type ServerSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, Data>;

/** Every room there is. The server alone puts sockets into them. */
export const ROOM = {
  agents: 'agents',
  customer: (id: number) => `customer:${id}`,
  user: (id: number) => `user:${id}`,
  session: (id: string) => `session:${id}`,
} as const;
