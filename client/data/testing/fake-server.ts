import type { QueryOf } from '../../../shared/contract.ts';
import type { WorkflowState } from '../../../shared/events.ts';
import type { EndpointName } from '../../../shared/paths.ts';
import type {
  Person,
  Problem,
  Reply,
  SearchMatch,
  Ticket,
  TicketSummary,
  User,
} from '../../../shared/schemas.ts';
import {
  comparePositions,
  concerns,
  isMine,
  isUnassigned,
  matches,
  type SortPosition,
  sortPosition,
} from '../../../shared/ticket-list.ts';
import type { Priority } from '../../../shared/vocabulary.ts';
import { STATUSES, type Status } from '../../../shared/vocabulary.ts';
import { allowedStatuses } from '../../../shared/workflow.ts';
import { ApiError } from '../http/request.ts';
import type { TicketEvent } from '../realtime/event-stream.ts';

type TicketRow = Omit<TicketSummary, 'customer' | 'agent'> & {
  customer: User;
  agent: User | null;
  description: string;
  replies: Reply[];
};
type EventPayload =
  | { type: 'reply.created'; reply: Reply }
  | { type: 'ticket.created' }
  | { type: 'ticket.assigned'; agent: User | null; previousAgent: User | null; before: WorkflowState }
  | { type: 'ticket.status_changed'; from: Status; to: Status; before: WorkflowState }
  | {
      type: 'ticket.updated';
      changes: { priority: { from: Priority; to: Priority } };
      before: WorkflowState;
    };

type Query = Partial<QueryOf<'listTickets'>>;

const START_MS = Date.parse('2026-01-01T00:00:00.000Z');

/** An in-memory server with the rules of the real one that the client depends on: tickets, one event log, read marks. */
export class FakeServer {
  readonly rows: TicketRow[] = [];
  readonly log: { event: TicketEvent; internal: boolean; customerId: number }[] = [];
  readonly readMarks = new Map<string, number>();
  readonly repliesByKey = new Map<string, Reply>();
  /** A page of earlier replies ends after this many, as it does on the server when they are long. */
  maxPageLength = 200;
  #timeMs = START_MS;

  #now = () => new Date(++this.#timeMs).toISOString();

  /** Logs one command: one event per payload, all with the same final ticket. A note does not increase the version. */
  #appendEvents(row: TicketRow, actor: User, payloads: EventPayload[]): void {
    const internal = payloads.some((payload) => payload.type === 'reply.created' && payload.reply.internal);
    if (!internal) {
      row.version += 1;
      row.updatedAt = this.#now();
    }
    for (const payload of payloads) {
      const at = row.updatedAt;
      const presented =
        payload.type === 'ticket.assigned'
          ? { ...payload, agent: toUserRef(payload.agent), previousAgent: toUserRef(payload.previousAgent) }
          : payload;
      const common = {
        seq: this.log.length + 1,
        at,
        actor: toPerson(actor),
        ticketId: row.id,
        ticket: toSummary(row),
      };
      this.log.push({
        event: structuredClone({ ...common, ...presented }),
        internal,
        customerId: row.customer.id,
      });
    }
  }

  create(customer: User, description = 'Help', priority: Priority = 'medium'): TicketRow {
    const at = this.#now();
    const id = this.rows.length + 1;
    const row: TicketRow = {
      id,
      subject: `Ticket ${id}`,
      status: 'open',
      priority,
      customer,
      agent: null,
      version: 0,
      description,
      createdAt: at,
      updatedAt: at,
      lastReplyAt: null,
      waitingSince: at,
      preview: description,
      replies: [],
    };
    this.rows.push(row);
    this.#appendEvents(row, customer, [{ type: 'ticket.created' }]);
    return row;
  }

  reply(
    row: TicketRow,
    author: User,
    content: string,
    options: { internal?: boolean; status?: Status; key?: string } = {},
  ): Reply {
    const { internal = false, status, key = null } = options;
    const id = `00000000-0000-7000-8000-${String(this.log.length).padStart(12, '0')}`;
    const reply: Reply = {
      id,
      ticketId: row.id,
      author: toPerson(author),
      content,
      internal,
      createdAt: this.#now(),
      key,
    };
    row.replies.push(reply);
    if (!internal) {
      row.preview = content;
      row.lastReplyAt = reply.createdAt;
      row.waitingSince = author.role === 'agent' ? null : (row.waitingSince ?? reply.createdAt);
    }
    this.#appendEvents(row, author, [
      { type: 'reply.created', reply },
      ...(status && !internal ? this.#setStatus(row, status) : []),
    ]);
    return reply;
  }

  /** Adds a reply as the endpoint does: refuses it when the author has not seen the latest replies. */
  addReply(
    row: TicketRow,
    author: User,
    { content = '', lastSeenReplyId, ...rest }: NonNullable<FakeRequest['body']>,
    key?: string,
  ): Reply {
    const seenCount = row.replies.findIndex(({ id }) => id === lastSeenReplyId) + 1;
    const missed = row.replies
      .slice(seenCount)
      .filter((reply) => !reply.internal && reply.author.id !== author.id);
    if (lastSeenReplyId !== undefined && !rest.internal && missed.length > 0)
      throw apiError('stale_reply', 409, { missed });
    const reply = this.reply(row, author, content, { ...rest, ...(key && { key }) });
    if (key) this.repliesByKey.set(key, reply);
    return reply;
  }

  #setStatus(row: TicketRow, to: Status): EventPayload[] {
    const before = workflowStateOf(row);
    const from = row.status;
    row.status = to;
    return from === to ? [] : [{ type: 'ticket.status_changed', from, to, before }];
  }

  changeStatus(row: TicketRow, actor: User, to: Status): void {
    const payloads = this.#setStatus(row, to);
    if (payloads.length > 0) this.#appendEvents(row, actor, payloads);
  }

  changePriority(row: TicketRow, actor: User, to: Priority): void {
    const before = workflowStateOf(row);
    const from = row.priority;
    row.priority = to;
    if (from !== to)
      this.#appendEvents(row, actor, [
        { type: 'ticket.updated', changes: { priority: { from, to } }, before },
      ]);
  }

  /** Assigning a new ticket also changes its status: one command, two events. */
  assign(row: TicketRow, actor: User, agent: User | null): void {
    const previousAgent = row.agent;
    if (agent?.id === previousAgent?.id) return;
    const before = workflowStateOf(row);
    row.agent = agent;
    const isNew = row.status === 'open' || row.status === 'reopened';
    const statusEvents = agent && isNew ? this.#setStatus(row, 'in_progress') : [];
    this.#appendEvents(row, actor, [
      { type: 'ticket.assigned', agent, previousAgent, before },
      ...statusEvents,
    ]);
  }

  moveReadMark(viewer: User, id: number, upTo: string | null): void {
    const row = this.requireVisible(viewer, id);
    const key = `${viewer.id}:${id}`;
    if (upTo === null) this.readMarks.delete(key);
    // The description comes before the first reply.
    else this.readMarks.set(key, row.replies.findIndex((reply) => reply.id === upTo) + 1);
  }

  requireVisible(viewer: User, id: number): TicketRow {
    const row = this.rows[id - 1];
    if (!row || (viewer.role === 'customer' && row.customer.id !== viewer.id))
      throw apiError('not_found', 404);
    return row;
  }

  unread(viewer: User, row: TicketRow): number {
    const readUpTo = this.readMarks.get(`${viewer.id}:${row.id}`);
    const others = this.repliesFor(viewer, row).filter(
      (reply) => reply.author.id !== viewer.id && row.replies.indexOf(reply) >= (readUpTo ?? 0),
    );
    const unreadDescriptions = viewer.role === 'agent' && readUpTo === undefined ? 1 : 0;
    return others.length + unreadDescriptions;
  }

  repliesFor = (viewer: User, row: TicketRow): Reply[] =>
    row.replies.filter((reply) => viewer.role === 'agent' || !reply.internal);

  ticket = (viewer: User, row: TicketRow): Ticket => ({
    ...toSummary(row),
    unread: this.unread(viewer, row),
    description: row.description,
  });

  /** The events the viewer may see, with the viewer's own seq. */
  events = (viewer: User): TicketEvent[] =>
    viewer.role === 'agent'
      ? this.log.map(({ event }) => event)
      : this.log
          .filter(({ internal, customerId }) => !internal && customerId === viewer.id)
          .map(({ event }, i) => ({ ...event, seq: i + 1 }));

  visible = (viewer: User): TicketRow[] =>
    this.rows.filter((row) => viewer.role === 'agent' || row.customer.id === viewer.id);

  list(viewer: User, query: Query, limit: number) {
    const { cursor, q } = query;
    const sort = query.sort === undefined || query.sort === 'relevance' ? 'updated' : query.sort;
    const all = this.visible(viewer)
      .map((row) => this.ticket(viewer, row))
      .filter((ticket) => matches(query, viewer.id, ticket))
      .filter(({ id }) => !q || this.#matchOf(this.requireVisible(viewer, id), q, query.notes) !== null)
      .sort((a, b) => comparePositions(sort, sortPosition(sort, a), sortPosition(sort, b)));
    const after: SortPosition | undefined = cursor && JSON.parse(cursor);
    const rest = after
      ? all.filter((ticket) => comparePositions(sort, sortPosition(sort, ticket), after) > 0)
      : all;
    const tickets = rest.slice(0, limit).map(({ description, ...ticket }) => ({
      ...ticket,
      ...(q && { match: this.#matchOf(this.requireVisible(viewer, ticket.id), q, query.notes) }),
    }));
    const last = rest.length > limit ? tickets.at(-1) : undefined;
    return { tickets, total: all.length, nextCursor: last ? JSON.stringify(sortPosition(sort, last)) : null };
  }

  /** The newest text of a ticket that contains the search text; notes only if they are searched. */
  #matchOf({ description, replies }: TicketRow, q: string, notes = false): SearchMatch | null {
    const texts = replies
      .filter(({ internal }) => notes || !internal)
      .map(({ internal, content }) => ({
        field: internal ? ('note' as const) : ('reply' as const),
        content,
      }));
    const found = [{ field: 'description' as const, content: description }, ...texts].findLast(
      ({ content }) => content.includes(q),
    );
    return found ? { field: found.field, snippet: [{ text: found.content, hit: true }] } : null;
  }

  counts(viewer: User) {
    const all = this.visible(viewer).map((row) => this.ticket(viewer, row));
    const count = (test: (ticket: Ticket) => boolean) => all.filter(test).length;
    return {
      status: Object.fromEntries(
        STATUSES.map((status) => [status, count((ticket) => ticket.status === status)]),
      ) as Record<Status, number>,
      mine: count((ticket) => isMine(viewer.id, ticket)),
      unassigned: viewer.role === 'agent' ? count(isUnassigned) : 0,
      unread: count((ticket) => ticket.unread > 0 && concerns(viewer, ticket)),
    };
  }

  history = (viewer: User, row: TicketRow) =>
    this.events(viewer)
      .filter((event) => event.ticketId === row.id)
      .map((event) => historyEntryOf(event));
}

function historyEntryOf({ ticket: _, ...event }: TicketEvent) {
  if (event.type === 'ticket.created') return event;
  if (event.type === 'reply.created') {
    const { reply, ...rest } = event;
    return { ...rest, replyId: reply.id, internal: reply.internal };
  }
  const { before: __, ...entry } = event;
  return entry;
}

/** An error as the client gets it when the server refuses a request. */
export const apiError = (code: Problem['code'], status: number, extra: Partial<Problem> = {}): ApiError =>
  new ApiError({ type: 'about:blank', title: code, status, code, detail: code, requestId: 'r1', ...extra });

const toPerson = ({ id, name, role }: User): Person => ({ id, name, role });
const workflowStateOf = ({ status, priority, agent }: TicketRow): WorkflowState => ({
  status,
  priority,
  agent: toUserRef(agent),
});
const toUserRef = (user: User | null) => user && { id: user.id, name: user.name };
const toSummary = ({ replies: _, description: __, customer, agent, ...row }: TicketRow): TicketSummary => ({
  ...row,
  customer: { id: customer.id, name: customer.name, email: customer.email },
  agent: toUserRef(agent),
});

/** Any request: the parts that the fake server reads. */
type FakeRequest = {
  params?: { id: number };
  query?: Query & { after?: number; before?: string; replies?: number };
  body?: {
    content?: string;
    internal?: boolean;
    status?: Status;
    priority?: Priority;
    version?: number;
    takeover?: boolean;
    upTo?: string | null;
    lastSeenReplyId?: string | null;
  };
  key?: string;
};

/** Returns the response to one request of this viewer; throws an `ApiError` when the server would refuse it. */
export function respond(
  server: FakeServer,
  viewer: User,
  name: EndpointName,
  { params, query = {}, body = {}, key }: FakeRequest,
): unknown {
  const seq = () => server.events(viewer).length;
  const row = params && server.requireVisible(viewer, params.id);
  if (name === 'listTickets') return { ...server.list(viewer, query, query.limit ?? 50), seq: seq() };
  if (name === 'countTickets') return { ...server.counts(viewer), seq: seq() };
  if (name === 'listEvents') {
    const events = server.events(viewer);
    return {
      events: events.filter((event) => event.seq > (query.after ?? 0)).slice(0, query.limit),
      seq: events.length,
    };
  }
  if (!row) throw new Error(`The fake server does not implement ${name}. Add it to respond().`);
  if (name === 'showTicket') {
    const replies = server.repliesFor(viewer, row);
    const page = replies.slice(-(query.replies ?? 1000));
    return {
      ...server.ticket(viewer, row),
      replies: page,
      hasEarlier: page.length < replies.length,
      allowedStatuses: allowedStatuses(viewer.role, row.status),
      seq: seq(),
    };
  }
  if (name === 'showHistory') return { events: server.history(viewer, row) };
  if (name === 'listReplies') {
    const replies = server.repliesFor(viewer, row);
    const earlier = replies.slice(
      0,
      replies.findIndex((reply) => reply.id === query.before),
    );
    const page = earlier.slice(-Math.min(query.limit ?? 50, server.maxPageLength));
    return { replies: page, hasEarlier: page.length < earlier.length };
  }
  if (name === 'markRead') return server.moveReadMark(viewer, row.id, body.upTo ?? null);
  if (name === 'changeTicket') {
    if (body.version && body.version !== row.version)
      throw apiError('version_conflict', 409, { ticket: server.ticket(viewer, row) });
    if (body.status) server.changeStatus(row, viewer, body.status);
    if (body.priority) server.changePriority(row, viewer, body.priority);
  }
  if (name === 'assignTicket') {
    if (row.agent && row.agent.id !== viewer.id && !body.takeover)
      throw apiError('already_assigned', 409, { agent: row.agent });
    server.assign(row, viewer, viewer);
  }
  if (name === 'releaseTicket') server.assign(row, viewer, null);
  if (name === 'addReply') {
    const reply = server.repliesByKey.get(key ?? '') ?? server.addReply(row, viewer, body, key);
    return { reply, ticket: server.ticket(viewer, row) };
  }
  return server.ticket(viewer, row);
}
