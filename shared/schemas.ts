import { z } from 'zod';
import { COMMON_PASSWORDS } from './common-passwords.ts';
import { PRIORITIES, ROLES, STATUSES } from './vocabulary.ts';

// What people write. Lengths count after trimming; what was written is kept byte for byte.

/** Looks empty on a screen: spaces, control and format characters (zero-width ones too), and blank letters. */
const BLANK = /^[\s\p{Z}\p{C}\u115f\u1160\u2800\u3164\uffa0]*$/u;

const nonBlankText = (max: number, what: string) =>
  z
    .string()
    .refine((text) => text.trim().length <= max, `At most ${max.toLocaleString('en')} characters.`)
    .refine((text) => !BLANK.test(text), `${what} must not be blank.`)
    .refine(
      (text) => !text.includes('\0') && text.isWellFormed(),
      'Must be valid text without NUL characters.',
    )
    .meta({ minLength: 1, maxLength: max });

const LONGEST_EMAIL = 254;
/** Compared and stored in lower case, so that two spellings are one account. */
const email = z
  .string()
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.email('Must be an e-mail address.').max(LONGEST_EMAIL));

/** bcrypt reads 72 bytes and silently ignores the rest. */
const BCRYPT_BYTES = 72;
const newPassword = z
  .string()
  .refine((text) => [...text].length >= 8, 'At least 8 characters.')
  .refine((text) => new TextEncoder().encode(text).length <= BCRYPT_BYTES, `At most ${BCRYPT_BYTES} bytes.`)
  .refine((text) => !text.includes('\0') && text.isWellFormed(), 'Must be valid text without NUL characters.')
  .refine((text) => !COMMON_PASSWORDS.has(text.toLowerCase()), 'This password is among the first ones tried.')
  .meta({ minLength: 8, maxLength: BCRYPT_BYTES });

export const Status = z.enum(STATUSES).meta({ id: 'Status' });
export const Priority = z.enum(PRIORITIES).meta({ id: 'Priority' });
export const Role = z.enum(ROLES).meta({ id: 'Role' });

export const Registration = z
  .strictObject({ name: nonBlankText(100, 'The name'), email, password: newPassword })
  .meta({
    id: 'Registration',
    examples: [{ name: 'Maya Ortiz', email: 'maya@example.com', password: 'correct horse' }],
  });

export const Credentials = z
  .strictObject({ email: z.string().max(1000), password: z.string().max(1000) })
  .meta({ id: 'Credentials', examples: [{ email: 'agent@example.com', password: 'agent123' }] });

export const NameChange = z.strictObject({ name: nonBlankText(100, 'The name') }).meta({ id: 'NameChange' });

export const PasswordChange = z
  .strictObject({ current: z.string().max(1000), next: newPassword })
  .meta({ id: 'PasswordChange' });

export const InvitationDraft = z
  .strictObject({ email })
  .meta({ id: 'InvitationDraft', examples: [{ email: 'sam@example.com' }] });

export const InvitationAcceptance = z
  .strictObject({
    token: z.string().max(200),
    name: nonBlankText(100, 'The name'),
    password: newPassword,
    email: email
      .optional()
      .meta({ description: 'Only with the set-up link, which is for nobody in particular.' }),
  })
  .meta({ id: 'Acceptance' });

export const TicketDraft = z
  .strictObject({
    subject: nonBlankText(200, 'The subject'),
    description: nonBlankText(20_000, 'The description'),
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
    content: nonBlankText(20_000, 'The reply'),
    status: Status.optional().meta({ description: 'Move the ticket in the same transaction.' }),
    internal: z
      .boolean()
      .default(false)
      .meta({ description: 'A note that customers never see. Agents only.' }),
    lastSeenReplyId: ReplyId.nullable().optional().meta({
      description: 'The newest public reply on your screen, null for none: refused if somebody was faster.',
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
    'Name a status or a priority.',
  )
  .meta({ id: 'TicketChange', examples: [{ status: 'in_progress' }] });
export type TicketChange = z.infer<typeof TicketChange>;

// What people read.

const Id = z.int().positive();
export const Time = z.iso.datetime({ precision: 3 }).meta({ example: '2026-11-22T09:30:00.000Z' });

export const User = z
  .object({ id: Id, name: z.string(), email: z.string(), role: Role })
  .meta({ id: 'User' });
export type User = z.infer<typeof User>;

/** Whoever did something, as everybody may see them. */
export const Person = z.object({ id: Id, name: z.string(), role: Role }).meta({ id: 'Person' });
export type Person = z.infer<typeof Person>;

/** The agent who holds a ticket: never with an e-mail address. */
export const Agent = z.object({ id: Id, name: z.string() }).meta({ id: 'Agent' });
export type Agent = z.infer<typeof Agent>;

/** A ticket as events carry it: nothing personal to the receiver, no description. */
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
    lastReplyAt: Time.nullable().meta({ description: 'When the last public reply came.' }),
    waitingSince: Time.nullable().meta({ description: 'Since when the customer waits for us; null if not.' }),
    preview: z.string().meta({ description: 'How the last public reply, or else the description, begins.' }),
  })
  .meta({ id: 'TicketSummary' });
export type TicketSummary = z.infer<typeof TicketSummary>;

/** A ticket in a list: with the receiver's own number of unread entries. */
export const ListedTicket = TicketSummary.extend({
  unread: z.int().nonnegative().meta({ description: 'Entries by others after your mark.' }),
}).meta({ id: 'ListedTicket' });
export type ListedTicket = z.infer<typeof ListedTicket>;

export const Ticket = ListedTicket.extend({ description: z.string() }).meta({ id: 'Ticket' });
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

export const Seq = z
  .int()
  .nonnegative()
  .meta({ description: 'Your event number when this was read: connect with `after: seq` to miss nothing.' });

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
    device: z.string().meta({ description: 'What the browser calls itself.' }),
    createdAt: Time,
    lastUsedAt: Time,
    current: z.boolean().meta({ description: 'The one that asks.' }),
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

// What went wrong.

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

/** An error as RFC 9457 has it, with the few facts each code adds. */
export const Problem = z
  .object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(PROBLEM_STATUS) as [ProblemCode, ...ProblemCode[]]),
    detail: z.string(),
    requestId: z.string(),
    errors: z.array(FieldError).optional().meta({ description: 'invalid: what is wrong, field by field.' }),
    from: Status.optional().meta({ description: 'invalid_transition: the ticket’s status.' }),
    to: Status.optional().meta({ description: 'invalid_transition: the status asked for.' }),
    allowed: z.array(Status).optional().meta({ description: 'invalid_transition: what you may ask for.' }),
    agent: Agent.optional().meta({ description: 'already_assigned: who has it.' }),
    ticket: Ticket.optional().meta({ description: 'version_conflict: the ticket as it is.' }),
    by: Person.optional().meta({ description: 'version_conflict: who changed it last.' }),
    missed: z.array(Reply).optional().meta({ description: 'stale_reply: public replies you had not seen.' }),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
