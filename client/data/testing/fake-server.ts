import type { QueryOf } from '../../../shared/contract.ts';
import type { WorkflowState } from '../../../shared/events.ts';
import type { EndpointName } from '../../../shared/paths.ts';
import type { Person, Problem, Reply, Ticket, TicketSummary, User } from '../../../shared/schemas.ts';
import {
  comparePositions,
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

type Row = Omit<TicketSummary, 'customer' | 'agent'> & {
  customer: User;
  agent: User | null;
  description: string;
  replies: Reply[];
};
type Fact =
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

const START = Date.parse('2026-01-01T00:00:00.000Z');

/** A server in a few lines, with rules enough to answer like the real one: rows, one log, read marks. */
export class ModelServer {
  readonly rows: Row[] = [];
  readonly log: { event: TicketEvent; internal: boolean; customerId: number }[] = [];
  readonly marks = new Map<string, number>();
  readonly keys = new Map<string, Reply>();
  #time = START;

  #now = () => new Date(++this.#time).toISOString();

  /** One command: one version step unless it is a note, one event per fact, all with the same final ticket. */
  #record(row: Row, actor: User, facts: Fact[]): void {
    const internal = facts.some((fact) => fact.type === 'reply.created' && fact.reply.internal);
    if (!internal) {
      row.version += 1;
      row.updatedAt = this.#now();
    }
    for (const fact of facts) {
      const at = row.updatedAt;
      const shaped =
        fact.type === 'ticket.assigned'
          ? { ...fact, agent: brief(fact.agent), previousAgent: brief(fact.previousAgent) }
          : fact;
      const common = {
        seq: this.log.length + 1,
        at,
        actor: person(actor),
        ticketId: row.id,
        ticket: summary(row),
      };
      this.log.push({
        event: structuredClone({ ...common, ...shaped }),
        internal,
        customerId: row.customer.id,
      });
    }
  }

  create(customer: User, description = 'Help', priority: Priority = 'medium'): Row {
    const at = this.#now();
    const id = this.rows.length + 1;
    const row: Row = {
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
    this.#record(row, customer, [{ type: 'ticket.created' }]);
    return row;
  }

  reply(
    row: Row,
    author: User,
    content: string,
    options: { internal?: boolean; status?: Status; key?: string } = {},
  ): Reply {
    const { internal = false, status, key = null } = options;
    const id = `00000000-0000-7000-8000-${String(this.log.length).padStart(12, '0')}`;
    const reply: Reply = {
      id,
      ticketId: row.id,
      author: person(author),
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
    this.#record(row, author, [
      { type: 'reply.created', reply },
      ...(status && !internal ? this.#moved(row, status) : []),
    ]);
    return reply;
  }

  /** As the endpoint does it: the key decides first, the stale guard last. */
  post(
    row: Row,
    author: User,
    { content = '', lastSeenReplyId, ...rest }: NonNullable<Asked['body']>,
    key?: string,
  ): Reply {
    const seen = row.replies.findIndex(({ id }) => id === lastSeenReplyId) + 1;
    const missed = row.replies
      .slice(seen)
      .filter((reply) => !reply.internal && reply.author.id !== author.id);
    if (lastSeenReplyId !== undefined && !rest.internal && missed.length > 0)
      throw refusal('stale_reply', 409, { missed });
    const reply = this.reply(row, author, content, { ...rest, ...(key && { key }) });
    if (key) this.keys.set(key, reply);
    return reply;
  }

  #moved(row: Row, to: Status): Fact[] {
    const before = workflowStateOf(row);
    const from = row.status;
    row.status = to;
    return from === to ? [] : [{ type: 'ticket.status_changed', from, to, before }];
  }

  move(row: Row, actor: User, to: Status): void {
    const facts = this.#moved(row, to);
    if (facts.length > 0) this.#record(row, actor, facts);
  }

  prioritize(row: Row, actor: User, to: Priority): void {
    const before = workflowStateOf(row);
    const from = row.priority;
    row.priority = to;
    if (from !== to)
      this.#record(row, actor, [{ type: 'ticket.updated', changes: { priority: { from, to } }, before }]);
  }

  /** Assigning moves new work along: one command, two events. */
  assign(row: Row, actor: User, agent: User | null): void {
    const previousAgent = row.agent;
    if (agent?.id === previousAgent?.id) return;
    const before = workflowStateOf(row);
    row.agent = agent;
    const isNew = row.status === 'open' || row.status === 'reopened';
    const moved = agent && isNew ? this.#moved(row, 'in_progress') : [];
    this.#record(row, actor, [{ type: 'ticket.assigned', agent, previousAgent, before }, ...moved]);
  }

  mark(viewer: User, id: number, upTo: string | null): void {
    const row = this.see(viewer, id);
    this.marks.set(
      `${viewer.id}:${id}`,
      upTo === null ? -1 : row.replies.findIndex((reply) => reply.id === upTo) + 1,
    );
  }

  see(viewer: User, id: number): Row {
    const row = this.rows[id - 1];
    if (!row || (viewer.role === 'customer' && row.customer.id !== viewer.id))
      throw refusal('not_found', 404);
    return row;
  }

  unread(viewer: User, row: Row): number {
    const mark = this.marks.get(`${viewer.id}:${row.id}`) ?? 0;
    const others = this.repliesFor(viewer, row).filter(
      (reply) => reply.author.id !== viewer.id && row.replies.indexOf(reply) >= mark,
    );
    return others.length;
  }

  repliesFor = (viewer: User, row: Row): Reply[] =>
    row.replies.filter((reply) => viewer.role === 'agent' || !reply.internal);

  ticket = (viewer: User, row: Row): Ticket => ({
    ...summary(row),
    unread: this.unread(viewer, row),
    description: row.description,
  });

  /** The viewer's own stream, under the viewer's own numbers. */
  events = (viewer: User): TicketEvent[] =>
    viewer.role === 'agent'
      ? this.log.map(({ event }) => event)
      : this.log
          .filter(({ internal, customerId }) => !internal && customerId === viewer.id)
          .map(({ event }, i) => ({ ...event, seq: i + 1 }));

  visible = (viewer: User): Row[] =>
    this.rows.filter((row) => viewer.role === 'agent' || row.customer.id === viewer.id);

  list(viewer: User, query: Query, limit: number) {
    const { sort = 'updated', cursor, q } = query;
    const all = this.visible(viewer)
      .map((row) => this.ticket(viewer, row))
      .filter((ticket) => matches(query, viewer.id, ticket))
      .filter(({ id }) => !q || this.mentions(this.see(viewer, id), q))
      .sort((a, b) => comparePositions(sort, sortPosition(sort, a), sortPosition(sort, b)));
    const edge: SortPosition | undefined = cursor && JSON.parse(cursor);
    const rest = edge
      ? all.filter((ticket) => comparePositions(sort, sortPosition(sort, ticket), edge) > 0)
      : all;
    const tickets = rest.slice(0, limit).map(({ description: _, ...ticket }) => ticket);
    const last = rest.length > limit ? tickets.at(-1) : undefined;
    return { tickets, total: all.length, nextCursor: last ? JSON.stringify(sortPosition(sort, last)) : null };
  }

  mentions = (row: Row, q: string): boolean =>
    [row.description, ...row.replies.filter(({ internal }) => !internal).map(({ content }) => content)].some(
      (text) => text.includes(q),
    );

  counts(viewer: User) {
    const all = this.visible(viewer).map((row) => this.ticket(viewer, row));
    const count = (test: (ticket: Ticket) => boolean) => all.filter(test).length;
    return {
      status: Object.fromEntries(
        STATUSES.map((status) => [status, count((ticket) => ticket.status === status)]),
      ) as Record<Status, number>,
      mine: count((ticket) => isMine(viewer.id, ticket)),
      unassigned: viewer.role === 'agent' ? count(isUnassigned) : 0,
      unread: count(({ unread }) => unread > 0),
    };
  }

  history = (viewer: User, row: Row) =>
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

export const refusal = (code: Problem['code'], status: number, extra: Partial<Problem> = {}): ApiError =>
  new ApiError({ type: 'about:blank', title: code, status, code, detail: code, requestId: 'r1', ...extra });

export const person = ({ id, name, role }: User): Person => ({ id, name, role });
const workflowStateOf = ({ status, priority, agent }: Row): WorkflowState => ({
  status,
  priority,
  agent: brief(agent),
});
const brief = (user: User | null) => user && { id: user.id, name: user.name };
const summary = ({ replies: _, description: __, customer, agent, ...row }: Row): TicketSummary => ({
  ...row,
  customer: { id: customer.id, name: customer.name, email: customer.email },
  agent: brief(agent),
});

/** Any request, as the model reads it. */
type Asked = {
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

/** What the model answers to one request of this viewer. */
export function answer(
  server: ModelServer,
  viewer: User,
  name: EndpointName,
  { params, query = {}, body = {}, key }: Asked,
): unknown {
  const seq = () => server.events(viewer).length;
  const row = params && server.see(viewer, params.id);
  if (name === 'listTickets') return { ...server.list(viewer, query, query.limit ?? 50), seq: seq() };
  if (name === 'countTickets') return { ...server.counts(viewer), seq: seq() };
  if (name === 'listEvents') {
    const events = server.events(viewer);
    return {
      events: events.filter((event) => event.seq > (query.after ?? 0)).slice(0, query.limit),
      seq: events.length,
    };
  }
  if (!row) throw new Error(`The model does not answer ${name}.`);
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
    const before = replies.slice(
      0,
      replies.findIndex((reply) => reply.id === query.before),
    );
    const page = before.slice(-(query.limit ?? 50));
    return { replies: page, hasEarlier: page.length < before.length };
  }
  if (name === 'markRead') return server.mark(viewer, row.id, body.upTo ?? null);
  if (name === 'changeTicket') {
    if (body.version && body.version !== row.version)
      throw refusal('version_conflict', 409, { ticket: server.ticket(viewer, row) });
    if (body.status) server.move(row, viewer, body.status);
    if (body.priority) server.prioritize(row, viewer, body.priority);
  }
  if (name === 'assignTicket') {
    if (row.agent && row.agent.id !== viewer.id && !body.takeover)
      throw refusal('already_assigned', 409, { agent: row.agent });
    server.assign(row, viewer, viewer);
  }
  if (name === 'releaseTicket') server.assign(row, viewer, null);
  if (name === 'addReply') {
    const reply = server.keys.get(key ?? '') ?? server.post(row, viewer, body, key);
    return { reply, ticket: server.ticket(viewer, row) };
  }
  return server.ticket(viewer, row);
}
