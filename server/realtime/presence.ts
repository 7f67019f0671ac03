import type { AgentPresence, CustomerPresence, PresentAgent } from '../../shared/events.ts';
import { LEASE_SECONDS } from '../../shared/presence.ts';

const SWEEP_INTERVAL_MS = 1000;

/** One socket's presence on one ticket. Times are monotonic milliseconds. */
type Lease = { user: PresentAgent['user']; viewingUntil: number; replyingUntil: number; publicUntil: number };
type TicketPresence = {
  id: number;
  customerId: number;
  /** By socket id. */
  leases: Map<string, Lease>;
  /** What each audience received last. */
  sent: { viewers: PresentAgent[]; replying: boolean };
  /** When the next lease expires. */
  dueAt: number;
};
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
  const tickets = new Map<number, TicketPresence>();
  /** The tickets on which each socket has a lease. */
  const ticketsOf = new Map<string, Set<number>>();

  const viewersOf = (ticketId: number): AgentPresence => ({
    ticketId,
    viewers: presentAgents(tickets.get(ticketId)),
  });

  /** Broadcasts the ticket's presence to each audience for which it has changed. */
  function announce(ticket: TicketPresence): void {
    const { id: ticketId, customerId, sent, leases } = ticket;
    const { viewers } = viewersOf(ticketId);
    const replying = hasPublicReply(ticket);
    ticket.sent = { viewers, replying };
    ticket.dueAt = nextExpiry(ticket);
    if (leases.size === 0) tickets.delete(ticketId);
    if (!isSame(viewers, sent.viewers)) broadcast.agents({ ticketId, viewers });
    if (replying !== sent.replying) broadcast.customer(customerId, { ticketId, replying });
  }

  /** The socket's lease, which is created if it has none. All leases of a user carry the current name. */
  function leaseOf(socketId: string, { id, name }: PresentAgent['user'], ticket: TicketPresence): Lease {
    const user = { id, name };
    const lease = ticket.leases.get(socketId) ?? { user, viewingUntil: 0, replyingUntil: 0, publicUntil: 0 };
    ticket.leases.set(socketId, lease);
    ticketsOf.set(socketId, (ticketsOf.get(socketId) ?? new Set()).add(ticket.id));
    for (const other of ticket.leases.values()) if (other.user.id === user.id) other.user = user;
    return lease;
  }

  function ticketOf(id: number, customerId: number): TicketPresence {
    const created = { id, customerId, leases: new Map(), sent: { viewers: [], replying: false }, dueAt: 0 };
    const ticket = tickets.get(id) ?? created;
    tickets.set(id, ticket);
    return ticket;
  }

  function removeLease(ticket: TicketPresence, socketId: string): void {
    ticket.leases.delete(socketId);
    const watched = ticketsOf.get(socketId);
    watched?.delete(ticket.id);
    if (watched?.size === 0) ticketsOf.delete(socketId);
  }

  const sweep = setInterval(() => {
    const now = performance.now();
    for (const ticket of tickets.values()) {
      if (ticket.dueAt > now) continue;
      for (const [socketId, { viewingUntil }] of ticket.leases)
        if (viewingUntil < now) removeLease(ticket, socketId);
      announce(ticket);
    }
  }, SWEEP_INTERVAL_MS);

  return {
    viewersOf,
    /** The presence on all tickets, for a socket that has just connected. */
    snapshot: () => [...tickets.keys()].map(viewersOf),
    /** Whether an agent is typing a public reply. */
    isReplying: (ticketId: number) => hasPublicReply(tickets.get(ticketId)),
    view(socketId: string, user: PresentAgent['user'], ticketId: number, customerId: number): void {
      const ticket = ticketOf(ticketId, customerId);
      leaseOf(socketId, user, ticket).viewingUntil = inSeconds(LEASE_SECONDS.viewing);
      announce(ticket);
    },
    type(
      socketId: string,
      user: PresentAgent['user'],
      ticketId: number,
      customerId: number,
      internal: boolean,
    ): void {
      const ticket = ticketOf(ticketId, customerId);
      const lease = leaseOf(socketId, user, ticket);
      lease.replyingUntil = inSeconds(LEASE_SECONDS.replying);
      lease.publicUntil = internal ? 0 : lease.replyingUntil;
      lease.viewingUntil = Math.max(lease.viewingUntil, lease.replyingUntil);
      announce(ticket);
    },
    /** Ends a user's typing on a ticket: the reply has arrived. */
    clearTyping(ticketId: number, userId: number): void {
      const ticket = tickets.get(ticketId);
      if (!ticket) return;
      for (const lease of ticket.leases.values()) {
        if (lease.user.id === userId) lease.replyingUntil = lease.publicUntil = 0;
      }
      announce(ticket);
    },
    /** Drops a socket's lease on one ticket, or on all. Returns whether it had one. */
    leave(socketId: string, ticketId?: number): boolean {
      const left = ticketId === undefined ? [...(ticketsOf.get(socketId) ?? [])] : [ticketId];
      const held = left.flatMap((id) => tickets.get(id) ?? []).filter(({ leases }) => leases.has(socketId));
      for (const ticket of held) {
        removeLease(ticket, socketId);
        announce(ticket);
      }
      return held.length > 0;
    },
    stop: () => clearInterval(sweep),
  };
}

const inSeconds = (seconds: number) => performance.now() + seconds * 1000;

/** One entry per user, however many tabs are open. */
function presentAgents(ticket: TicketPresence | undefined): PresentAgent[] {
  const agents = new Map<number, PresentAgent>();
  for (const { user, replyingUntil } of ticket?.leases.values() ?? []) {
    const replying = replyingUntil > performance.now() || agents.get(user.id)?.state === 'replying';
    agents.set(user.id, { user, state: replying ? 'replying' : 'viewing' });
  }
  return [...agents.values()];
}

const isSame = (some: PresentAgent[], others: PresentAgent[]): boolean =>
  some.length === others.length &&
  some.every(({ user, state }, i) => {
    const other = others[i];
    return user.id === other?.user.id && user.name === other.user.name && state === other.state;
  });

const hasPublicReply = (ticket: TicketPresence | undefined) =>
  [...(ticket?.leases.values() ?? [])].some((lease) => lease.publicUntil > performance.now());

/** The earliest time after now at which a lease ends; a passed end of viewing counts too, as the lease is still there. */
function nextExpiry({ leases }: TicketPresence): number {
  const now = performance.now();
  let earliest = Number.POSITIVE_INFINITY;
  for (const { viewingUntil, replyingUntil, publicUntil } of leases.values()) {
    earliest = Math.min(earliest, viewingUntil);
    for (const time of [replyingUntil, publicUntil]) if (time > now) earliest = Math.min(earliest, time);
  }
  return earliest;
}
