import { DEMO_ACCOUNTS } from '../../shared/demo-accounts.ts';
import type { Actor } from '../../shared/policy.ts';
import type { Priority, Status } from '../../shared/vocabulary.ts';
import type { Passwords } from '../auth/passwords.ts';
import type { Orm } from '../db/orm.ts';
import { User } from '../entities/user.ts';
import { addReply, assignTicket, createTicket } from '../tickets/commands.ts';

type DemoActor = 'sam' | 'robin' | 'lena';
type DemoReply = { author: DemoActor; content: string; status?: Status; internal?: boolean };
type DemoTicket = {
  subject: string;
  description: string;
  priority: Priority;
  assignee?: DemoActor;
  replies: DemoReply[];
};
/** Who plays whom, in the order of `DEMO_ACCOUNTS`. */
type DemoActors = Record<DemoActor, Actor>;

/** Four tickets in different statuses with replies of agents and the customer. */
export const DEMO_TICKETS: readonly DemoTicket[] = [
  {
    subject: 'How do I change my avatar?',
    description: 'I cannot find where to upload a picture.',
    priority: 'low',
    assignee: 'sam',
    replies: [
      {
        author: 'sam',
        content: 'It is under **Settings**: click the picture to replace it.',
        status: 'resolved',
      },
      { author: 'lena', content: 'Found it, thanks!' },
    ],
  },
  {
    subject: 'Export to CSV stops at 10 000 rows',
    description: 'The export of our orders ends after exactly 10 000 rows. Is there a limit?',
    priority: 'medium',
    assignee: 'robin',
    replies: [
      {
        author: 'robin',
        content:
          'There is no limit. Which browser do you use, and does the file end in the middle of a line?',
        status: 'waiting_on_customer',
      },
    ],
  },
  {
    subject: 'Invoice PDF shows wrong VAT number',
    description:
      'The VAT number on invoice 2231 is our old one. We changed it on the billing page last week.',
    priority: 'high',
    assignee: 'sam',
    replies: [
      { author: 'sam', content: 'Thanks Lena, I can see the old number too. I am looking into it now.' },
      { author: 'sam', content: 'Billing caches company data for 24 h. See the runbook.', internal: true },
      { author: 'lena', content: 'Great, thank you. We need the invoice for our books by Friday.' },
    ],
  },
  {
    subject: 'Cannot sign in after password reset',
    description: 'The reset link says it has expired, although I opened it within a minute.',
    priority: 'high',
    replies: [
      {
        author: 'robin',
        content: 'Thank you for reporting this. A colleague who knows the mail system will take over.',
      },
      { author: 'lena', content: 'It happened again just now, in case that helps.' },
    ],
  },
];

/** Adds the demo accounts and tickets to an empty database, with the same commands as the API. */
export async function seedDemo(orm: Orm, passwords: Passwords): Promise<void> {
  const actors = await createDemoAccounts(orm, passwords);
  if (actors) await createDemoTickets(orm, actors);
}

/** Returns the accounts; null if the database is not empty. */
export async function createDemoAccounts(orm: Orm, passwords: Passwords): Promise<DemoActors | null> {
  const em = orm.em.fork();
  if ((await em.count(User)) > 0) return null;
  const hashes = await Promise.all(DEMO_ACCOUNTS.map(({ password }) => passwords.hash(password)));
  const users = DEMO_ACCOUNTS.map(({ password: _, ...fields }, i) =>
    em.create(User, { ...fields, passwordHash: hashes[i] ?? '', createdAt: new Date() }),
  );
  await em.flush();
  const [sam, robin, lena] = users.map((user) => user.toActor());
  return sam && robin && lena ? { sam, robin, lena } : null;
}

export async function createDemoTickets(orm: Orm, actors: DemoActors): Promise<void> {
  for (const demoTicket of DEMO_TICKETS) await createDemoTicket(orm, actors, demoTicket);
}

/** The active demo accounts that still have the public demo password. The server prints them at start. */
export async function activeDemoAccounts(orm: Orm, passwords: Passwords): Promise<string[]> {
  const emails = DEMO_ACCOUNTS.map(({ email }) => email);
  const users = await orm.em
    .fork()
    .find(User, { email: { $in: emails }, active: true }, { orderBy: { id: 'asc' } });
  const hasDemoPassword = await Promise.all(
    users.map(({ email, passwordHash }) => passwords.matches(passwordOf(email), passwordHash)),
  );
  return users.filter((_, i) => hasDemoPassword[i]).map(({ email }) => `${email} / ${passwordOf(email)}`);
}

const passwordOf = (email: string) => DEMO_ACCOUNTS.find((user) => user.email === email)?.password ?? '';

async function createDemoTicket(
  orm: Orm,
  actors: DemoActors,
  { assignee, replies, ...draft }: DemoTicket,
): Promise<void> {
  const { ticket } = await createTicket(orm.em.fork(), actors.lena, draft, null);
  if (assignee) await assignTicket(orm.em.fork(), actors[assignee], ticket.id, false);
  for (const { author, content, status, internal = false } of replies) {
    await addReply(orm.em.fork(), actors[author], ticket.id, { content, internal, status }, null);
  }
}
