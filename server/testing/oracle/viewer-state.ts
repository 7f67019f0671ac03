import type { AgentEvent, CustomerEvent, HistoryEntry } from '../../../shared/events.ts';
import type { ListedTicket, Reply, Ticket } from '../../../shared/schemas.ts';
import {
  comparePositions,
  concerns,
  isMine,
  isUnassigned,
  sortPosition,
} from '../../../shared/ticket-list.ts';
import { STATUSES, type Status } from '../../../shared/vocabulary.ts';
import { allowedStatuses } from '../../../shared/workflow.ts';
import type { TestUser } from '../test-app.ts';

export type LiveEvent = AgentEvent | CustomerEvent;
export type List = { tickets: ListedTicket[]; nextCursor: string | null; total: number; seq: number };
export type Counts = {
  status: Record<Status, number>;
  mine: number;
  unassigned: number;
  unread: number;
  seq: number;
};
export type Detail = Ticket & {
  replies: Reply[];
  hasEarlier: boolean;
  allowedStatuses: Status[];
  seq: number;
};

/** One viewer's state at `seq`: tickets with their unread counts, threads and histories. */
export type State = {
  seq: number;
  tickets: Map<number, ListedTicket>;
  threads: Map<number, Reply[]>;
  histories: Map<number, HistoryEntry[]>;
};

export const emptyState = (): State => ({
  seq: 0,
  tickets: new Map(),
  threads: new Map(),
  histories: new Map(),
});

/** Reads this viewer's whole state over HTTP. It is consistent only while nothing changes. */
export async function fetchState(user: TestUser): Promise<State> {
  const { body: list } = await user.get<List>('/api/tickets?limit=100');
  const state: State = { ...emptyState(), seq: list.seq };
  for (const ticket of list.tickets) {
    const { body: detail } = await user.get<Detail>(`/api/tickets/${ticket.id}`);
    const { body: history } = await user.get<{ events: HistoryEntry[] }>(`/api/tickets/${ticket.id}/events`);
    state.tickets.set(ticket.id, ticket);
    state.threads.set(ticket.id, detail.replies);
    state.histories.set(ticket.id, history.events);
  }
  return state;
}

/**
 * Applies one event as a client does by the contract: replace the ticket, append the reply, count the entries of others. A
 * new ticket of someone else reaches only agents, for whom its description is an entry.
 */
export function applyEvent(viewerId: number, state: State, event: LiveEvent): State {
  const { ticketId: id, ticket, ...entry } = event;
  const before = state.tickets.get(id)?.unread ?? 0;
  const reply = 'reply' in entry ? entry.reply : null;
  const isEntry = reply !== null || event.type === 'ticket.created';
  const unread = before + (isEntry && event.actor.id !== viewerId ? 1 : 0);
  return {
    seq: event.seq,
    tickets: new Map(state.tickets).set(id, { ...ticket, unread }),
    threads: new Map(state.threads).set(id, [...(state.threads.get(id) ?? []), ...(reply ? [reply] : [])]),
    histories: new Map(state.histories).set(id, [...(state.histories.get(id) ?? []), historyEntry(event)]),
  };
}

function historyEntry(event: LiveEvent): HistoryEntry {
  const { ticket: _, ...entry } = event;
  if (entry.type === 'reply.created') {
    const { reply, ...rest } = entry;
    return { ...rest, replyId: reply.id, internal: reply.internal };
  }
  if (!('before' in entry)) return entry;
  const { before: __, ...rest } = entry;
  return rest;
}

/** The list that the server must return in this state. */
export function expectedList({ tickets, seq }: State): List {
  const sorted = [...tickets.values()].sort((a, b) =>
    comparePositions('updated', sortPosition('updated', a), sortPosition('updated', b)),
  );
  return { tickets: sorted, nextCursor: null, total: sorted.length, seq };
}

/** The counts that the server must return in this state. */
export function expectedCounts({ tickets, seq }: State, viewer: TestUser['user']): Counts {
  const all = [...tickets.values()];
  const agent = viewer.role === 'agent';
  const perStatus = STATUSES.map((status) => [status, all.filter((one) => one.status === status).length]);
  return {
    // `fromEntries` loses the type of the keys.
    status: Object.fromEntries(perStatus) as Record<Status, number>,
    mine: agent ? all.filter((one) => isMine(viewer.id, one)).length : 0,
    unassigned: agent ? all.filter(isUnassigned).length : 0,
    unread: all.filter((one) => one.unread > 0 && concerns(viewer, one)).length,
    seq,
  };
}

/** The ticket with its thread that the server must return in this state. Events carry no description. */
export function expectedDetail(
  { tickets, threads, seq }: State,
  viewer: TestUser['user'],
  id: number,
): Omit<Detail, 'description'> {
  const ticket = tickets.get(id);
  if (!ticket) throw new Error(`Unknown ticket ${id}`);
  const replies = threads.get(id) ?? [];
  return {
    ...ticket,
    replies,
    hasEarlier: false,
    allowedStatuses: allowedStatuses(viewer.role, ticket.status),
    seq,
  };
}
