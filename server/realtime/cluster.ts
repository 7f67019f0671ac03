import { z } from 'zod';
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
};

/** A server without other nodes. */
export const SINGLE_NODE: Cluster = { publish() {}, onMessage() {} };

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
