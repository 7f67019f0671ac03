import { z } from 'zod';
import {
  Agent,
  Person,
  Priority,
  type Problem,
  Reply,
  ReplyId,
  Seq,
  Status,
  TicketSummary,
  Time,
} from './schemas.ts';

/** The part of a ticket that events change: what lists filter and count by. */
export const WorkflowState = z
  .object({ status: Status, priority: Priority, agent: Agent.nullable() })
  .meta({ id: 'WorkflowState' });
export type WorkflowState = z.infer<typeof WorkflowState>;

/** The fields of each event that changes a ticket's workflow state. */
const CHANGES = {
  'ticket.assigned': { agent: Agent.nullable(), previousAgent: Agent.nullable() },
  'ticket.status_changed': { from: Status, to: Status },
  'ticket.updated': { changes: z.object({ priority: z.object({ from: Priority, to: Priority }) }) },
} as const;

/** The state right before this event, not before its command: `stateAfter` adds the event's own change. */
const BEFORE = { before: WorkflowState } as const;

/** The fields of each event type, in addition to the actor and the ticket after the command. */
const EVENT_PAYLOADS = {
  'reply.created': { reply: Reply },
  'ticket.created': {},
  'ticket.assigned': { ...CHANGES['ticket.assigned'], ...BEFORE },
  'ticket.status_changed': { ...CHANGES['ticket.status_changed'], ...BEFORE },
  'ticket.updated': { ...CHANGES['ticket.updated'], ...BEFORE },
} as const;

export type EventType = keyof typeof EVENT_PAYLOADS;
/** All event types, in the order in which one command appends several. Commands change a ticket in the same order. */
export const EVENT_TYPES = Object.keys(EVENT_PAYLOADS) as EventType[];

type EventPayload = {
  [T in EventType]: { type: T } & {
    [F in keyof (typeof EVENT_PAYLOADS)[T]]: z.infer<(typeof EVENT_PAYLOADS)[T][F]>;
  };
};
/** An event as a command returns it; the log adds number, time, actor and ticket. */
export type DomainEvent<T extends EventType = EventType> = EventPayload[T];

/** Who receives an event: `everyone` is all agents and the ticket's customer. */
export type Audience = 'everyone' | 'agents';

/** Decides who receives an event. An event type without an entry does not compile. */
const AUDIENCE: { [T in EventType]: (event: DomainEvent<T>) => Audience } = {
  'reply.created': ({ reply }) => (reply.internal ? 'agents' : 'everyone'),
  'ticket.created': () => 'everyone',
  'ticket.assigned': () => 'everyone',
  'ticket.status_changed': () => 'everyone',
  'ticket.updated': () => 'everyone',
};
export const audienceOf = <T extends EventType>(type: T, event: DomainEvent<T>): Audience =>
  AUDIENCE[type](event);

/** The fields of each event type that customers receive. A field without an entry does not compile. */
const CUSTOMER_PAYLOADS = {
  'reply.created': { reply: Reply.extend({ internal: z.literal(false) }) },
  'ticket.created': {},
  'ticket.assigned': { agent: Agent.nullable(), previousAgent: Agent.nullable(), before: WorkflowState },
  'ticket.status_changed': { from: Status, to: Status, before: WorkflowState },
  'ticket.updated': { changes: CHANGES['ticket.updated'].changes, before: WorkflowState },
} as const satisfies { [T in EventType]: Record<keyof (typeof EVENT_PAYLOADS)[T], z.ZodType> };

/** The fields of a ticket that customers receive, listed for the same reason. */
const { shape } = TicketSummary;
const CustomerTicket = z.object({
  id: shape.id,
  subject: shape.subject,
  status: shape.status,
  priority: shape.priority,
  customer: shape.customer,
  agent: shape.agent,
  version: shape.version,
  createdAt: shape.createdAt,
  updatedAt: shape.updatedAt,
  lastReplyAt: shape.lastReplyAt,
  waitingSince: shape.waitingSince,
  preview: shape.preview,
} satisfies Record<keyof TicketSummary, z.ZodType>);

const envelope = <T extends EventType>(type: T) => ({
  seq: Seq,
  type: z.literal(type),
  at: Time,
  actor: Person,
  ticketId: z.int().positive(),
});

const agentEvent = <T extends EventType>(type: T) =>
  z.object({ ...envelope(type), ticket: TicketSummary, ...EVENT_PAYLOADS[type] });
const customerEvent = <T extends EventType>(type: T) =>
  z.object({ ...envelope(type), ticket: CustomerTicket, ...CUSTOMER_PAYLOADS[type] });

/** An event as agents receive it. */
export const AgentEvent = z
  .discriminatedUnion('type', [
    agentEvent('reply.created'),
    agentEvent('ticket.created'),
    agentEvent('ticket.assigned'),
    agentEvent('ticket.status_changed'),
    agentEvent('ticket.updated'),
  ])
  .meta({ id: 'Event' });
export type AgentEvent = z.infer<typeof AgentEvent>;

/** An event as the ticket's customer receives it: an allow-list of its own, not the agents' event. */
export const CustomerEvent = z.discriminatedUnion('type', [
  customerEvent('reply.created'),
  customerEvent('ticket.created'),
  customerEvent('ticket.assigned'),
  customerEvent('ticket.status_changed'),
  customerEvent('ticket.updated'),
]);
export type CustomerEvent = z.infer<typeof CustomerEvent>;

const historyEntry = <T extends EventType, F extends z.core.$ZodShape>(type: T, fields: F) =>
  z.object({ ...envelope(type), ...fields });

/** An entry of a ticket's history: an event with the reply's id in place of its text. */
export const HistoryEntry = z
  .discriminatedUnion('type', [
    historyEntry('reply.created', { replyId: ReplyId, internal: z.boolean() }),
    historyEntry('ticket.created', EVENT_PAYLOADS['ticket.created']),
    historyEntry('ticket.assigned', CHANGES['ticket.assigned']),
    historyEntry('ticket.status_changed', CHANGES['ticket.status_changed']),
    historyEntry('ticket.updated', CHANGES['ticket.updated']),
  ])
  .meta({ id: 'HistoryEntry' });
export type HistoryEntry = z.infer<typeof HistoryEntry>;

// The socket. The events above are numbered and logged; the messages below are neither.

/**
 * What a client sends when it connects. `after` and `log` come from its last `ready`; without `after`, it is live from
 * now. With `presenceSnapshot`, an agent receives the presence on all tickets as one message.
 */
export const Handshake = z.object({
  token: z.string(),
  after: z.int().nonnegative().optional(),
  log: z.string().max(100).optional(),
  presenceSnapshot: z.boolean().optional(),
});
export type Handshake = z.infer<typeof Handshake>;

export const PresentAgent = z.object({ user: Agent, state: z.enum(['viewing', 'replying']) });
export type PresentAgent = z.infer<typeof PresentAgent>;

/** The agents present on a ticket, for agents; its customer receives only whether support is typing a reply. */
export type AgentPresence = { ticketId: number; viewers: PresentAgent[] };
export type CustomerPresence = { ticketId: number; replying: boolean };

export type Acknowledgement = { ok: true } | { ok: false; error: Problem };
type Acknowledge = (answer: Acknowledgement) => void;

export type ServerToClient = { [T in EventType]: (event: AgentEvent | CustomerEvent) => void } & {
  /** The replay is done and the socket is live from `seq` on. */
  ready: (state: { seq: number; log: string; build: string }) => void;
  /** Events cannot bring the client up to date: it must fetch its data anew and continue after `seq`. */
  stale: (state: { seq: number }) => void;
  presence: (presence: AgentPresence | CustomerPresence) => void;
  /** The presence on all tickets, right after `ready`: only to agents, and only if the handshake requests it. */
  'presence:snapshot': (snapshot: { tickets: AgentPresence[] }) => void;
  /** The same user read this ticket up to here, in another tab or on another device. */
  read: (mark: { ticketId: number; upTo: string | null }) => void;
  /** The token expired; the server disconnects next. */
  'session:expired': () => void;
};

export type ClientToServer = {
  'ticket:view': (ticketId: number, acknowledge: Acknowledge) => void;
  'ticket:leave': (ticketId: number, acknowledge: Acknowledge) => void;
  'ticket:typing': (typing: { id: number; internal: boolean }, acknowledge: Acknowledge) => void;
  'session:renew': (renewal: { token: string }, acknowledge: Acknowledge) => void;
};
