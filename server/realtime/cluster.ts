import { z } from 'zod';
import { joinNodes, type Nodes } from '../db/nodes.ts';
import type { Orm } from '../db/orm.ts';
import type { Presence } from './presence.ts';

const Id = z.int().positive();
const Lease = {
  socketId: z.string(),
  user: z.object({ id: Id, name: z.string() }),
  ticketId: Id,
  customerId: Id,
};

/** What one node sends to the others. Events are not among it: the relay of each node reads them from the log. */
export const NodeMessage = z.discriminatedUnion('type', [
  /** The log has new rows. */
  z.object({ type: z.literal('written') }),
  /** Messages may have been lost: the connection to the other nodes is new. */
  z.object({ type: z.literal('reconnected') }),
  z.object({ type: z.literal('session-ended'), sessionId: z.string() }),
  z.object({ type: z.literal('read'), userId: Id, ticketId: Id, upTo: z.string().nullable() }),
  z.object({ type: z.literal('viewing'), ...Lease }),
  z.object({ type: z.literal('typing'), ...Lease, internal: z.boolean() }),
  z.object({ type: z.literal('left'), socketId: z.string(), ticketId: Id.optional() }),
]);
export type NodeMessage = z.infer<typeof NodeMessage>;

/** The nodes that serve one database. */
export type Cluster = {
  /** Sends a message to all other nodes. It can be lost with the connection: each of them is repeated or has a substitute. */
  publish: (message: NodeMessage) => void;
  /** Sets the function that receives the messages of the other nodes. */
  onMessage: (receive: (message: NodeMessage) => void) => void;
  start: () => Promise<void>;
  stop: () => Promise<void>;
};

/** The nodes on this database; a SQLite database has one. */
export function createCluster(orm: Orm): Cluster {
  let receive = (_: NodeMessage) => {};
  let nodes: Nodes | null = null;
  return {
    publish: (message) => nodes?.send(JSON.stringify(message)),
    onMessage(receiver) {
      receive = receiver;
    },
    async start() {
      nodes = await joinNodes(orm, {
        commit: () => receive({ type: 'written' }),
        message(text) {
          if (text === '') return receive({ type: 'reconnected' });
          // A node of a newer version may send others.
          const known = NodeMessage.safeParse(parseJson(text));
          if (known.success) receive(known.data);
        },
      });
    },
    stop: async () => nodes?.stop(),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The presence of this node, which also sends every change to the others. Leases of a node that dies expire there. */
export function sharePresence(presence: Presence, { publish }: Cluster): Presence {
  return {
    ...presence,
    view(socketId, { id, name }, ticketId, customerId) {
      const user = { id, name };
      presence.view(socketId, user, ticketId, customerId);
      publish({ type: 'viewing', socketId, user, ticketId, customerId });
    },
    type(socketId, { id, name }, ticketId, customerId, internal) {
      const user = { id, name };
      presence.type(socketId, user, ticketId, customerId, internal);
      publish({ type: 'typing', socketId, user, ticketId, customerId, internal });
    },
    leave(socketId, ticketId) {
      const hadLease = presence.leave(socketId, ticketId);
      if (hadLease) publish({ type: 'left', socketId, ticketId });
      return hadLease;
    },
  };
}
