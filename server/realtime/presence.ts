import type { AgentPresence, CustomerPresence, PresentAgent } from '../../shared/events.ts';
import type { Actor } from '../../shared/policy.ts';
import { LEASES } from '../../shared/presence.ts';

const SWEEP_MS = 1000;

/** What one socket last said about one ticket. Times are monotonic milliseconds. */
type Lease = { user: PresentAgent['user']; viewingUntil: number; replyingUntil: number; publicUntil: number };
type TicketLeases = { customerId: number; leases: Map<string, Lease> };
type Broadcast = {
  agents: (presence: AgentPresence) => void;
  customer: (customerId: number, presence: CustomerPresence) => void;
};

export type Presence = ReturnType<typeof createPresence>;

/**
 * Which agents look at which ticket, and who writes: said by lease, so that a crashed browser is gone by itself.
 * Its customer hears only whether support is writing to them, never of a note being written.
 */
export function createPresence(broadcast: Broadcast) {
  const tickets = new Map<number, TicketLeases>();
  const lastSent = new Map<number, { agents: string; customer: boolean }>();

  const viewersOf = (ticketId: number): AgentPresence => ({
    ticketId,
    viewers: people(tickets.get(ticketId)),
  });

  /** Tells whoever has not heard this yet. */
  function announce(ticketId: number, customerId: number): void {
    const before = lastSent.get(ticketId) ?? { agents: '[]', customer: false };
    const presence = viewersOf(ticketId);
    const agents = JSON.stringify(presence.viewers);
    const customer = isAnswering(tickets.get(ticketId));
    if (agents !== before.agents) broadcast.agents(presence);
    if (customer !== before.customer) broadcast.customer(customerId, { ticketId, replying: customer });
    if (presence.viewers.length > 0) lastSent.set(ticketId, { agents, customer });
    else lastSent.delete(ticketId);
  }

  function leaseOf(socketId: string, actor: Actor, ticketId: number, customerId: number): Lease {
    const watched = tickets.get(ticketId) ?? { customerId, leases: new Map<string, Lease>() };
    tickets.set(ticketId, watched);
    const user = { id: actor.id, name: actor.name };
    const lease = watched.leases.get(socketId) ?? { user, viewingUntil: 0, replyingUntil: 0, publicUntil: 0 };
    watched.leases.set(socketId, lease);
    return lease;
  }

  function drop(
    ticketId: number,
    watched: TicketLeases,
    gone: (socketId: string, lease: Lease) => boolean,
  ): void {
    for (const [socketId, lease] of watched.leases)
      if (gone(socketId, lease)) watched.leases.delete(socketId);
    if (watched.leases.size === 0) tickets.delete(ticketId);
    announce(ticketId, watched.customerId);
  }

  const sweep = setInterval(() => {
    for (const [id, watched] of tickets)
      drop(id, watched, (_, lease) => lease.viewingUntil < performance.now());
  }, SWEEP_MS);

  return {
    viewersOf,
    /** All there is to know, for a socket that has just connected. */
    snapshot: () => [...tickets.keys()].map(viewersOf),
    isAnswered: (ticketId: number) => isAnswering(tickets.get(ticketId)),
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
    /** Their reply has arrived: they are not writing it any more. */
    clearTyping(ticketId: number, userId: number): void {
      const watched = tickets.get(ticketId);
      if (!watched) return;
      for (const lease of watched.leases.values()) {
        if (lease.user.id === userId) lease.replyingUntil = lease.publicUntil = 0;
      }
      announce(ticketId, watched.customerId);
    },
    leave(socketId: string, ticketId?: number): void {
      for (const [id, watched] of tickets) {
        if (ticketId === undefined || ticketId === id) drop(id, watched, (socket) => socket === socketId);
      }
    },
    stop: () => clearInterval(sweep),
  };
}

const inSeconds = (seconds: number) => performance.now() + seconds * 1000;

/** One line a person, however many tabs they have. */
function people(watched: TicketLeases | undefined): PresentAgent[] {
  const found = new Map<number, PresentAgent>();
  for (const { user, replyingUntil } of watched?.leases.values() ?? []) {
    const replying = replyingUntil > performance.now() || found.get(user.id)?.state === 'replying';
    found.set(user.id, { user, state: replying ? 'replying' : 'viewing' });
  }
  return [...found.values()];
}

const isAnswering = (watched: TicketLeases | undefined) =>
  [...(watched?.leases.values() ?? [])].some((lease) => lease.publicUntil > performance.now());
