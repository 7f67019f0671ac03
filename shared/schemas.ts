import { z } from 'zod';
import { CONTROLS, Email } from './email.ts';
import { MAX_MESSAGE_LENGTH, MAX_SUBJECT_LENGTH, PRIORITIES, ROLES, STATUSES } from './vocabulary.ts';

// Input. Lengths are measured after trimming; texts are stored unchanged.

/** Invisible text: spaces, control and format characters (zero-width ones too), and blank letters. */
const BLANK = /^[\s\p{Z}\p{C}\u115f\u1160\u2800\u3164\uffa0]*$/u;

const nonBlank = (text: z.ZodString, max: number, what: string) =>
  text
    .refine((text) => text.trim().length <= max, `At most ${max.toLocaleString('en')} characters.`)
    .refine((text) => !BLANK.test(text), `${what} must not be blank.`)
    .refine(
      (text) => !text.includes('\0') && text.isWellFormed(),
      'Must be valid text without NUL characters.',
    )
    .meta({ minLength: 1, maxLength: max });

/** A text of several lines. */
const nonBlankText = (max: number, what: string) => nonBlank(z.string(), max, what);

/** A text of one line without control characters, in NFC: a name or a subject, which the interface shows inside its own text. */
const singleLineText = (max: number, what: string) =>
  nonBlank(
    z
      .string()
      .refine((text) => !CONTROLS.test(text), {
        message: `${what} must not contain line breaks, control characters or text-direction characters.`,
        abort: true,
      })
      .normalize('NFC'),
    max,
    what,
  );

/** bcrypt ignores all bytes after the 72nd. */
const MAX_PASSWORD_BYTES = 72;
/** Measured in NFKC, the form that is hashed: one password has several encodings, depending on the keyboard. */
const newPassword = z
  .string()
  .normalize('NFKC')
  .refine((text) => [...text].length >= 8, 'At least 8 characters.')
  .refine(
    (text) => new TextEncoder().encode(text).length <= MAX_PASSWORD_BYTES,
    `At most ${MAX_PASSWORD_BYTES} bytes.`,
  )
  .refine((text) => !text.includes('\0') && text.isWellFormed(), 'Must be valid text without NUL characters.')
  .meta({ minLength: 8, maxLength: MAX_PASSWORD_BYTES });

const personName = singleLineText(100, 'The name');

export const Status = z.enum(STATUSES).meta({ id: 'Status' });
export const Priority = z.enum(PRIORITIES).meta({ id: 'Priority' });
export const Role = z.enum(ROLES).meta({ id: 'Role' });

export const Registration = z.strictObject({ name: personName, email: Email, password: newPassword }).meta({
  id: 'Registration',
  examples: [{ name: 'Maya Ortiz', email: 'maya@example.com', password: 'correct horse' }],
});

export const Credentials = z
  .strictObject({ email: z.string().max(1000), password: z.string().max(1000) })
  .meta({ id: 'Credentials', examples: [{ email: 'agent@example.com', password: 'agent123' }] });

export const NameChange = z.strictObject({ name: personName }).meta({ id: 'NameChange' });

export const PasswordChange = z
  .strictObject({ current: z.string().max(1000), next: newPassword })
  .meta({ id: 'PasswordChange' });

export const InvitationDraft = z
  .strictObject({ email: Email })
  .meta({ id: 'InvitationDraft', examples: [{ email: 'sam@example.com' }] });

export const InvitationAcceptance = z
  .strictObject({
    token: z.string().max(200),
    name: personName,
    password: newPassword,
    email: Email.optional().meta({
      description: 'Required with the set-up link only: other links contain the address.',
    }),
  })
  .meta({ id: 'Acceptance' });

export const TicketDraft = z
  .strictObject({
    subject: singleLineText(MAX_SUBJECT_LENGTH, 'The subject'),
    description: nonBlankText(MAX_MESSAGE_LENGTH, 'The description'),
    priority: Priority.default('medium'),
  })
  .meta({
    id: 'TicketDraft',
    examples: [
      {
        subject: 'Invoice shows the old VAT number',
        description: 'It was changed last week.',
        priority: 'medium',
      },
    ],
  });
export type TicketDraft = z.infer<typeof TicketDraft>;

/** The id of a reply: a UUIDv7. */
export const ReplyId = z.uuid();

export const ReplyDraft = z
  .strictObject({
    content: nonBlankText(MAX_MESSAGE_LENGTH, 'The reply'),
    status: Status.optional().meta({ description: 'Move the ticket in the same transaction.' }),
    internal: z
      .boolean()
      .default(false)
      .meta({ description: 'A note that customers never see. Agents only.' }),
    lastSeenReplyId: ReplyId.nullable().optional().meta({
      description:
        'The newest public reply that you have seen, null for none: refused if there is a newer one.',
    }),
  })
  .meta({ id: 'ReplyDraft', examples: [{ content: 'Thank you, please try again now.' }] });
export type ReplyDraft = z.infer<typeof ReplyDraft>;

export const TicketChange = z
  .strictObject({
    status: Status.optional(),
    priority: Priority.optional().meta({ description: 'Agents only.' }),
    version: z
      .int()
      .positive()
      .optional()
      .meta({ description: 'The version you saw: refused if it is stale.' }),
  })
  .refine(
    ({ status, priority }) => status !== undefined || priority !== undefined,
    'A status or a priority is required.',
  )
  .meta({ id: 'TicketChange', examples: [{ status: 'in_progress' }] });
export type TicketChange = z.infer<typeof TicketChange>;

// Output.

const Id = z.int().positive();
export const Time = z.iso.datetime({ precision: 3 }).meta({ example: '2026-11-22T09:30:00.000Z' });

export const User = z
  .object({ id: Id, name: z.string(), email: z.string(), role: Role })
  .meta({ id: 'User' });
export type User = z.infer<typeof User>;

/** The public part of a user who did something. */
export const Person = z.object({ id: Id, name: z.string(), role: Role }).meta({ id: 'Person' });
export type Person = z.infer<typeof Person>;

/** The agent to whom a ticket is assigned. Without the e-mail address. */
export const Agent = z.object({ id: Id, name: z.string() }).meta({ id: 'Agent' });
export type Agent = z.infer<typeof Agent>;

/** A ticket as events contain it: without the viewer's unread count, without the description. */
export const TicketSummary = z
  .object({
    id: Id,
    subject: z.string(),
    status: Status,
    priority: Priority,
    customer: z.object({ id: Id, name: z.string(), email: z.string() }),
    agent: Agent.nullable(),
    version: z.int().positive(),
    createdAt: Time,
    updatedAt: Time,
    lastReplyAt: Time.nullable().meta({ description: 'The time of the last public reply.' }),
    waitingSince: Time.nullable().meta({
      description: 'Since when the customer has been waiting for an agent; null if not waiting.',
    }),
    preview: z
      .string()
      .meta({ description: 'The beginning of the last public reply, or of the description.' }),
  })
  .meta({ id: 'TicketSummary' });
export type TicketSummary = z.infer<typeof TicketSummary>;

const WithUnread = TicketSummary.extend({
  unread: z.int().nonnegative().meta({
    description:
      'Replies by others after your read mark. For agents without a mark, the description counts too.',
  }),
});

/** Where a search found its words: the text around them, and which pieces of it are hits. */
export const SearchMatch = z
  .object({
    field: z.enum(['subject', 'description', 'reply', 'customer', 'note']),
    snippet: z.array(z.object({ text: z.string(), hit: z.boolean() })),
  })
  .meta({ id: 'SearchMatch' });
export type SearchMatch = z.infer<typeof SearchMatch>;

/** A ticket in a list: with the viewer's unread count, and in a search's results where it matches. */
export const ListedTicket = WithUnread.extend({
  match: SearchMatch.nullable()
    .optional()
    .meta({ description: 'Only with `q`; `null` if the ticket was found by its number.' }),
}).meta({ id: 'ListedTicket' });
export type ListedTicket = z.infer<typeof ListedTicket>;

export const Ticket = WithUnread.extend({ description: z.string() }).meta({ id: 'Ticket' });
export type Ticket = z.infer<typeof Ticket>;

export const Reply = z
  .object({
    id: ReplyId,
    ticketId: Id,
    author: Person,
    content: z.string(),
    internal: z.boolean(),
    createdAt: Time,
    key: z.string().nullable().meta({ description: 'The Idempotency-Key it was sent with.' }),
  })
  .meta({ id: 'Reply' });
export type Reply = z.infer<typeof Reply>;

export const Seq = z.int().nonnegative().meta({
  description:
    'Your last event number at the time of this response: connect with `after: seq` to receive all later events.',
});

export const Session = z
  .object({
    token: z.string(),
    expiresIn: z.int().positive().meta({ description: 'Seconds.' }),
    user: User,
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;

/** A sign-in on one device, as its owner sees it. */
export const Device = z
  .object({
    id: z.uuid(),
    device: z.string().meta({ description: 'The User-Agent header.' }),
    createdAt: Time,
    lastUsedAt: Time,
    current: z.boolean().meta({ description: 'The session of this request.' }),
  })
  .meta({ id: 'Device' });
export type Device = z.infer<typeof Device>;

export const Invitation = z
  .object({
    id: Id,
    email: z.string().nullable(),
    invitedBy: Agent.nullable(),
    createdAt: Time,
    expiresAt: Time,
  })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof Invitation>;

export const Account = User.extend({ active: z.boolean() }).meta({ id: 'Account' });
export type Account = z.infer<typeof Account>;

// Errors.

export const PROBLEM_STATUS = {
  invalid: 400,
  invalid_transition: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  already_assigned: 409,
  version_conflict: 409,
  stale_reply: 409,
  email_taken: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  idempotency_key_reused: 422,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const;
export type ProblemCode = keyof typeof PROBLEM_STATUS;

export const FieldError = z.object({ path: z.string(), message: z.string() });
export type FieldError = z.infer<typeof FieldError>;

/** An RFC 9457 problem, with the members that its code adds. */
export const Problem = z
  .object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(PROBLEM_STATUS) as [ProblemCode, ...ProblemCode[]]),
    detail: z.string(),
    requestId: z.string(),
    errors: z.array(FieldError).optional().meta({ description: 'invalid: the errors by field, at most 20.' }),
    from: Status.optional().meta({ description: 'invalid_transition: the current status.' }),
    to: Status.optional().meta({ description: 'invalid_transition: the requested status.' }),
    allowed: z
      .array(Status)
      .optional()
      .meta({ description: 'invalid_transition: the statuses that you may set.' }),
    agent: Agent.optional().meta({ description: 'already_assigned: the assignee.' }),
    ticket: Ticket.optional().meta({ description: 'version_conflict: the current ticket.' }),
    by: Person.optional().meta({ description: 'version_conflict: the user who changed it last.' }),
    missed: z.array(Reply).optional().meta({
      description: 'stale_reply: the public replies that you have not seen, at most the latest 20.',
    }),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
