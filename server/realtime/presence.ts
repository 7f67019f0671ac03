import type { AgentPresence, CustomerPresence, PresentAgent } from '../../shared/events.ts';
import type { Actor } from '../../shared/policy.ts';
import { LEASES } from '../../shared/presence.ts';

const SWEEP_INTERVAL_MS = 1000;

/** One socket's presence on one ticket. Times are monotonic milliseconds. */
type Lease = { user: PresentAgent['user']; viewingUntil: number; replyingUntil: number; publicUntil: number };
type TicketLeases = { customerId: number; leases: Map<string, Lease> };
type Broadcast = {
  agents: (presence: AgentPresence) => void;
  customer: (customerId: number, presence: CustomerPresence) => void;
};

export type Presence = ReturnType<typeof createPresence>;

/**
 * Tracks which agents view which ticket and which are typing, with expiring leases: crashed clients time out. The
 * customer receives only whether an agent is typing a public reply, nothing of notes.
 */
export function createPresence(broadcast: Broadcast) {
  const tickets = new Map<number, TicketLeases>();
  const lastSent = new Map<number, { agents: string; customer: boolean }>();

  const viewersOf = (ticketId: number): AgentPresence => ({
    ticketId,
    viewers: presentAgents(tickets.get(ticketId)),
  });

  /** Broadcasts the ticket's presence to each audience for which it has changed. */
  function announce(ticketId: number, customerId: number): void {
    const before = lastSent.get(ticketId) ?? { agents: '[]', customer: false };
    const presence = viewersOf(ticketId);
    const agents = JSON.stringify(presence.viewers);
    const customer = hasPublicReply(tickets.get(ticketId));
    if (agents !== before.agents) broadcast.agents(presence);
    if (customer !== before.customer) broadcast.customer(customerId, { ticketId, replying: customer });
    if (presence.viewers.length > 0) lastSent.set(ticketId, { agents, customer });
    else lastSent.delete(ticketId);
  }

  function leaseOf(socketId: string, actor: Actor, ticketId: number, customerId: number): Lease {
    const ticket = tickets.get(ticketId) ?? { customerId, leases: new Map<string, Lease>() };
    tickets.set(ticketId, ticket);
    const user = { id: actor.id, name: actor.name };
    const lease = ticket.leases.get(socketId) ?? { user, viewingUntil: 0, replyingUntil: 0, publicUntil: 0 };
    ticket.leases.set(socketId, lease);
    return lease;
  }

  function drop(
    ticketId: number,
    ticket: TicketLeases,
    isOver: (socketId: string, lease: Lease) => boolean,
  ): void {
    for (const [socketId, lease] of ticket.leases)
      if (isOver(socketId, lease)) ticket.leases.delete(socketId);
    if (ticket.leases.size === 0) tickets.delete(ticketId);
    announce(ticketId, ticket.customerId);
  }

  const sweep = setInterval(() => {
    for (const [id, ticket] of tickets)
      drop(id, ticket, (_, lease) => lease.viewingUntil < performance.now());
  }, SWEEP_INTERVAL_MS);

  return {
    viewersOf,
    /** The presence on all tickets, for a socket that has just connected. */
    snapshot: () => [...tickets.keys()].map(viewersOf),
    /** Whether an agent is typing a public reply. */
    isReplying: (ticketId: number) => hasPublicReply(tickets.get(ticketId)),
    view(socketId: string, actor: Actor, ticketId: number, customerId: number): void {
      leaseOf(socketId, actor, ticketId, customerId).viewingUntil = inSeconds(LEASES.viewing);
      announce(ticketId, customerId);
    },
    type(socketId: string, actor: Actor, ticketId: number, customerId: number, internal: boolean): void {
      const lease = leaseOf(socketId, actor, ticketId, customerId);
      lease.replyingUntil = inSeconds(LEASES.replying);
      lease.publicUntil = internal ? 0 : lease.replyingUntil;
      lease.viewingUntil = Math.max(lease.viewingUntil, lease.replyingUntil);
      announce(ticketId, customerId);
    },
    /** Ends a user's typing on a ticket: the reply has arrived. */
    clearTyping(ticketId: number, userId: number): void {
      const ticket = tickets.get(ticketId);
      if (!ticket) return;
      for (const lease of ticket.leases.values()) {
        if (lease.user.id === userId) lease.replyingUntil = lease.publicUntil = 0;
      }
      announce(ticketId, ticket.customerId);
    },
    /** Drops a socket's lease on one ticket, or on all. */
    leave(socketId: string, ticketId?: number): void {
      for (const [id, ticket] of tickets) {
        if (ticketId === undefined || ticketId === id) drop(id, ticket, (socket) => socket === socketId);
      }
    },
    stop: () => clearInterval(sweep),
  };
}

const inSeconds = (seconds: number) => performance.now() + seconds * 1000;

/** One entry per user, however many tabs are open. */
function presentAgents(ticket: TicketLeases | undefined): PresentAgent[] {
  const agents = new Map<number, PresentAgent>();
  for (const { user, replyingUntil } of ticket?.leases.values() ?? []) {
    const replying = replyingUntil > performance.now() || agents.get(user.id)?.state === 'replying';
    agents.set(user.id, { user, state: replying ? 'replying' : 'viewing' });
  }
  return [...agents.values()];
}

const hasPublicReply = (ticket: TicketLeases | undefined) =>
  [...(ticket?.leases.values() ?? [])].some((lease) => lease.publicUntil > performance.now());
