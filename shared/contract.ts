import { z } from 'zod';
import { AgentEvent, HistoryEntry } from './events.ts';
import { type EndpointName, paths } from './paths.ts';
import * as s from './schemas.ts';
import { Status } from './schemas.ts';
import { SEARCH_SORTS } from './ticket-list.ts';
import { MAX_SEARCH_LENGTH, PRIORITIES, STATUSES } from './vocabulary.ts';

/** One endpoint: the source of its validation, typed handler, typed client and OpenAPI description. */
export type Endpoint = {
  tag: 'Accounts' | 'Users' | 'Tickets' | 'Replies' | 'Live' | 'System';
  summary: string;
  description?: string;
  /** Needs no access token. */
  public?: true;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Accepts an `Idempotency-Key` header. */
  idempotent?: true;
  status: 200 | 201 | 204;
  response?: z.ZodType;
  /** Error codes in addition to those that the shape implies (`unauthenticated`, `invalid`, `unavailable` and so on). */
  errors?: readonly s.ProblemCode[];
};

/** An id in a path. An invalid one is a 404, like one that does not exist. */
const PathId = z
  .string()
  .regex(/^[1-9]\d{0,15}$/)
  .transform(Number)
  .pipe(z.int())
  .meta({ type: 'integer', minimum: 1, example: 1, pattern: undefined });
const byId = z.object({ id: PathId });

/** A whole number in a query string: digits only, as `Number('')` would be 0. */
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,16}$/, 'Must be a whole number.')
    .transform(Number)
    .pipe(z.int().min(min, `At least ${min}.`).max(max, `At most ${max}.`))
    .meta({ type: 'integer', minimum: min, maximum: max, pattern: undefined });
const id = wholeNumber(1, Number.MAX_SAFE_INTEGER);
const listOf = <const V extends readonly string[]>(values: V) =>
  z
    .union([z.enum(values).transform((value) => [value]), z.array(z.enum(values)).max(10)])
    .meta({ type: 'array', items: { type: 'string', enum: values }, anyOf: undefined });

const Search = z
  .string()
  .min(1, 'At least 1 character.')
  .refine((text) => text.trim().length <= MAX_SEARCH_LENGTH, `At most ${MAX_SEARCH_LENGTH} characters.`)
  .meta({ minLength: 1, maxLength: MAX_SEARCH_LENGTH });

const repliesPage = { replies: z.array(s.Reply), hasEarlier: z.boolean() };
const ticketResponse = { status: 200, response: s.Ticket } as const;

/** The contract: every endpoint of the API. A path without an entry does not compile. */
export const contract = {
  register: {
    tag: 'Accounts',
    summary: 'Open a customer account',
    public: true,
    body: s.Registration,
    status: 201,
    response: s.Session,
    errors: ['email_taken', 'rate_limited'],
  },
  login: {
    tag: 'Accounts',
    summary: 'Sign in',
    description: 'Returns an access token, and sets a refresh cookie for browsers.',
    public: true,
    body: s.Credentials,
    status: 200,
    response: s.Session,
    errors: ['unauthenticated', 'rate_limited'],
  },
  refresh: {
    tag: 'Accounts',
    summary: 'Get a new access token for the refresh cookie',
    description: 'Replaces the cookie. Using an old cookie again ends the session.',
    public: true,
    status: 200,
    response: s.Session,
    errors: ['unauthenticated', 'forbidden', 'rate_limited'],
  },
  logout: {
    tag: 'Accounts',
    summary: 'Sign out: end this session',
    description:
      'Ends the session of the Bearer token and of the cookie, and clears the cookie. 204 also if there is none.',
    public: true,
    status: 204,
    errors: ['forbidden'],
  },
  me: { tag: 'Accounts', summary: 'Show my account', status: 200, response: s.User },
  changeMe: { tag: 'Accounts', summary: 'Change my name', body: s.NameChange, status: 200, response: s.User },
  changePassword: {
    tag: 'Accounts',
    summary: 'Change my password',
    description: 'Ends all my other sessions. A wrong `current` is a 400 at that field.',
    body: s.PasswordChange,
    status: 204,
    errors: ['rate_limited'],
  },
  listSessions: {
    tag: 'Accounts',
    summary: 'List my active sessions',
    status: 200,
    response: z.object({ sessions: z.array(s.Device) }),
  },
  endOtherSessions: { tag: 'Accounts', summary: 'End all my other sessions', status: 204 },
  endSession: {
    tag: 'Accounts',
    summary: 'End one of my sessions',
    params: z.object({ id: z.uuid() }),
    status: 204,
    errors: ['not_found'],
  },
  listInvitations: {
    tag: 'Users',
    summary: 'List open invitations (agents)',
    status: 200,
    response: z.object({ invitations: z.array(s.Invitation) }),
    errors: ['forbidden'],
  },
  invite: {
    tag: 'Users',
    summary: 'Invite an agent (agents)',
    description: 'The link works once, for 7 days. Only this response contains it.',
    body: s.InvitationDraft,
    status: 201,
    response: s.Invitation.extend({
      link: z.string().meta({ description: 'Ends with `#` and the token.' }),
    }),
    errors: ['forbidden', 'email_taken'],
  },
  withdrawInvitation: {
    tag: 'Users',
    summary: 'Withdraw an invitation (agents)',
    params: byId,
    status: 204,
    errors: ['forbidden', 'not_found'],
  },
  acceptInvitation: {
    tag: 'Users',
    summary: 'Accept an invitation and become an agent',
    public: true,
    body: s.InvitationAcceptance,
    status: 200,
    response: s.Session,
    errors: ['not_found', 'email_taken', 'rate_limited'],
  },
  listUsers: {
    tag: 'Users',
    summary: 'List accounts (agents)',
    query: z.strictObject({
      role: s.Role.optional(),
      limit: wholeNumber(1, 200).prefault('100').meta({ default: 100 }),
      after: id.optional().meta({ description: 'Only accounts with a higher id. For the next page.' }),
    }),
    status: 200,
    response: z.object({ users: z.array(s.Account), hasMore: z.boolean() }),
    errors: ['forbidden'],
  },
  changeUser: {
    tag: 'Users',
    summary: 'Deactivate or reactivate an account (agents; not their own)',
    description:
      'Deactivation ends all sessions of the account and prevents sign-in. Unresolved tickets of a deactivated agent become unassigned; their status stays.',
    params: byId,
    body: z.strictObject({ active: z.boolean() }).meta({ id: 'AccountChange' }),
    status: 200,
    response: s.Account.extend({
      released: z.int().nonnegative().meta({ description: 'How many tickets became unassigned.' }),
    }),
    errors: ['forbidden', 'not_found'],
  },
  createTicket: {
    tag: 'Tickets',
    summary: 'Submit a ticket (customers)',
    body: s.TicketDraft,
    idempotent: true,
    status: 201,
    response: s.Ticket,
    errors: ['forbidden', 'idempotency_key_reused', 'rate_limited'],
  },
  listTickets: {
    tag: 'Tickets',
    summary: 'List tickets',
    description:
      'Customers get their own tickets, agents all. Repeat `status` or `priority` to allow several values.',
    query: z.strictObject({
      status: listOf(STATUSES).optional(),
      priority: listOf(PRIORITIES).optional(),
      assignee: z
        .union([z.enum(['me', 'none']), id])
        .optional()
        .meta({ type: 'string', description: '`me`, `none` or an agent’s id.', anyOf: undefined }),
      customer: id.optional().meta({ description: 'A customer’s id. Agents only.' }),
      q: Search.optional().meta({
        description:
          'Words of subject, description, public replies, customer name and address; all are required, without regard to case and accents, the last one as a prefix. `"two words"` is a phrase; `#1042` or `1042` also finds that number.',
      }),
      notes: z
        .enum(['true', 'false'])
        .transform((value) => value === 'true')
        .optional()
        .meta({ type: 'boolean', enum: undefined, description: 'Also search internal notes. Agents only.' }),
      sort: z.enum(SEARCH_SORTS).optional().meta({
        description: '`relevance` is the default with `q`, and refused without it; otherwise `updated`.',
      }),
      limit: wholeNumber(1, 100).prefault('50').meta({ default: 50 }),
      cursor: z.string().max(200).optional().meta({ description: '`nextCursor` of the previous page.' }),
    }),
    status: 200,
    response: z.object({
      tickets: z.array(s.ListedTicket),
      nextCursor: z.string().nullable(),
      total: z.int().nonnegative(),
      seq: s.Seq,
    }),
    errors: ['forbidden', 'rate_limited'],
  },
  countTickets: {
    tag: 'Tickets',
    summary: 'Count tickets by status, and those that are mine, unassigned and unread',
    status: 200,
    response: z.object({
      status: z.record(Status, z.int().nonnegative()).meta({ required: [...STATUSES] }),
      mine: z.int().nonnegative(),
      unassigned: z.int().nonnegative(),
      unread: z.int().nonnegative().meta({
        description:
          'Unread tickets that concern me: a customer’s own; an agent’s unresolved ones, mine or unassigned.',
      }),
      seq: s.Seq,
    }),
  },
  showTicket: {
    tag: 'Tickets',
    summary: 'Show a ticket with its thread',
    description:
      'At most the newest 1000 replies and about 4 MB: `hasEarlier` means that `/replies` returns more.',
    params: byId,
    query: z.strictObject({
      replies: wholeNumber(1, 200)
        .optional()
        .meta({ description: 'At most this many replies, the latest ones.' }),
    }),
    status: 200,
    response: s.Ticket.extend({ ...repliesPage, allowedStatuses: z.array(Status), seq: s.Seq }),
    errors: ['not_found'],
  },
  changeTicket: {
    tag: 'Tickets',
    summary: 'Change the status or the priority of a ticket',
    params: byId,
    body: s.TicketChange,
    ...ticketResponse,
    errors: ['not_found', 'forbidden', 'version_conflict', 'invalid_transition'],
  },
  assignTicket: {
    tag: 'Tickets',
    summary: 'Assign a ticket to myself (agents)',
    params: byId,
    body: z
      .strictObject({ takeover: z.boolean().default(false) })
      .meta({ id: 'Assignment' })
      .prefault({}),
    ...ticketResponse,
    errors: ['not_found', 'forbidden', 'already_assigned'],
  },
  releaseTicket: {
    tag: 'Tickets',
    summary: 'Remove the assignee of a ticket; keeps its status (agents)',
    params: byId,
    ...ticketResponse,
    errors: ['not_found', 'forbidden'],
  },
  listReplies: {
    tag: 'Replies',
    summary: 'List earlier replies of a thread',
    description: 'A page ends early at about 1 MB. `hasEarlier` means that there are more.',
    params: byId,
    query: z.strictObject({
      before: s.ReplyId.optional().meta({ description: 'Only replies older than this one.' }),
      limit: wholeNumber(1, 200).prefault('50').meta({ default: 50 }),
    }),
    status: 200,
    response: z.object(repliesPage),
    errors: ['not_found'],
  },
  addReply: {
    tag: 'Replies',
    summary: 'Reply to a ticket, and optionally change its status in the same transaction',
    params: byId,
    body: s.ReplyDraft,
    idempotent: true,
    status: 201,
    response: z.object({ reply: s.Reply, ticket: s.Ticket }),
    errors: [
      'not_found',
      'idempotency_key_reused',
      'forbidden',
      'invalid_transition',
      'stale_reply',
      'rate_limited',
    ],
  },
  showHistory: {
    tag: 'Tickets',
    summary: 'Show the history of a ticket',
    params: byId,
    status: 200,
    response: z.object({ events: z.array(HistoryEntry) }),
    errors: ['not_found'],
  },
  markRead: {
    tag: 'Tickets',
    summary: 'Set my read mark',
    description: 'Sent to my other tabs and devices only.',
    params: byId,
    body: z
      .strictObject({
        upTo: z
          .union([s.ReplyId, z.literal('description')])
          .nullable()
          .meta({
            description:
              'The last reply that I have read; `description`: only the description; null: no mark, everything is unread.',
          }),
      })
      .meta({ id: 'ReadMark' }),
    status: 204,
    errors: ['not_found'],
  },
  listEvents: {
    tag: 'Live',
    summary: 'List my events after a number',
    description:
      'The same events with the same numbers as on the socket. A page ends early at about 1 MB: more remain while the last event is below `seq`.',
    query: z.strictObject({
      after: wholeNumber(0, Number.MAX_SAFE_INTEGER).prefault('0').meta({ default: 0 }),
      limit: wholeNumber(1, 1000).prefault('100').meta({ default: 100 }),
    }),
    status: 200,
    response: z.object({ events: z.array(AgentEvent), seq: s.Seq }),
  },
  showDesk: {
    tag: 'System',
    summary: 'Show this installation',
    public: true,
    status: 200,
    response: z.object({
      demo: z.boolean().meta({ description: 'The demo accounts exist.' }),
      build: z.string(),
    }),
  },
  liveness: {
    tag: 'System',
    summary: 'Check that the process is alive',
    public: true,
    status: 200,
    response: z.object({ ok: z.literal(true) }),
  },
  readiness: {
    tag: 'System',
    summary: 'Check that requests can be served; 503 if not',
    public: true,
    status: 200,
    response: z.object({ ok: z.literal(true) }),
  },
} as const satisfies Record<EndpointName, Endpoint>;

export type Contract = typeof contract;
type Of<N extends EndpointName, K extends keyof Endpoint> =
  Contract[N] extends Record<K, infer T> ? T : never;
type Output<T> = [T] extends [never] ? undefined : T extends z.ZodType ? z.output<T> : never;
type Input<T> = [T] extends [never] ? undefined : T extends z.ZodType ? z.input<T> : never;

export type ParamsOf<N extends EndpointName> = Output<Of<N, 'params'>>;
export type QueryOf<N extends EndpointName> = Output<Of<N, 'query'>>;
export type BodyOf<N extends EndpointName> = Output<Of<N, 'body'>>;
/** The result of a handler, before it is reduced to the contract's fields. */
export type ResponseOf<N extends EndpointName> = Output<Of<N, 'response'>>;
/** The body that a client sends. */
export type BodyInput<N extends EndpointName> = Input<Of<N, 'body'>>;
/** The query that a client sends: every key is optional. */
export type QueryInput<N extends EndpointName> =
  QueryOf<N> extends undefined ? undefined : Partial<QueryOf<N>>;

export const endpointNames = Object.keys(paths) as EndpointName[];
