import type { Actor } from '../../shared/policy.ts';
import type { Priority, Status } from '../../shared/vocabulary.ts';
import type { Passwords } from '../auth/passwords.ts';
import type { Orm } from '../db/orm.ts';
import { DEMO_ACCOUNTS } from '../demo-accounts.ts';
import { User } from '../entities/user.ts';
import { addReply, assignTicket, createTicket } from '../tickets/commands.ts';

type DemoReply = { by: Actor; says: string; status?: Status; internal?: boolean };
type DemoTicket = {
  subject: string;
  description: string;
  priority: Priority;
  takenBy?: Actor;
  lines: DemoReply[];
};

/** Four tickets in different statuses, both sides heard. */
const stories = (sam: Actor, robin: Actor, lena: Actor): DemoTicket[] => [
  {
    subject: 'How do I change my avatar?',
    description: 'I cannot find where to upload a picture.',
    priority: 'low',
    takenBy: sam,
    lines: [
      { by: sam, says: 'It is under **Settings**: click the picture to replace it.', status: 'resolved' },
      { by: lena, says: 'Found it, thanks!' },
    ],
  },
  {
    subject: 'Export to CSV stops at 10 000 rows',
    description: 'The export of our orders ends after exactly 10 000 rows. Is there a limit?',
    priority: 'medium',
    takenBy: robin,
    lines: [
      {
        by: robin,
        says: 'There is no limit. Which browser do you use, and does the file end in the middle of a line?',
        status: 'waiting_on_customer',
      },
    ],
  },
  {
    subject: 'Invoice PDF shows wrong VAT number',
    description:
      'The VAT number on invoice 2231 is our old one. We changed it on the billing page last week.',
    priority: 'high',
    takenBy: sam,
    lines: [
      { by: sam, says: 'Thanks Lena, I can see the old number too. I am looking into it now.' },
      { by: sam, says: 'Billing caches company data for 24 h. See the runbook.', internal: true },
      { by: lena, says: 'Great, thank you. We need the invoice for our books by Friday.' },
    ],
  },
  {
    subject: 'Cannot sign in after password reset',
    description: 'The reset link says it has expired, although I opened it within a minute.',
    priority: 'high',
    lines: [
      {
        by: robin,
        says: 'Thank you for reporting this. A colleague who knows the mail system will take over.',
      },
      { by: lena, says: 'It happened again just now, in case that helps.' },
    ],
  },
];

/** Fills an empty desk with the demo accounts and tickets, by the commands people use. */
export async function seedDemo(orm: Orm, passwords: Passwords): Promise<void> {
  const em = orm.em.fork();
  if ((await em.count(User)) > 0) return;
  const hashes = await Promise.all(DEMO_ACCOUNTS.map(({ password }) => passwords.hash(password)));
  const users = DEMO_ACCOUNTS.map(({ password: _, ...person }, i) =>
    em.create(User, { ...person, passwordHash: hashes[i] ?? '', createdAt: new Date() }),
  );
  await em.flush();
  const [sam, robin, lena] = users.map((user) => user.toActor());
  if (!sam || !robin || !lena) return;
  for (const story of stories(sam, robin, lena)) await createDemoTicket(orm, lena, story);
}

/** The demo accounts that whoever has read the README can sign in to: who is told so should know. */
export async function openDemoAccounts(orm: Orm, passwords: Passwords): Promise<string[]> {
  const emails = DEMO_ACCOUNTS.map(({ email }) => email);
  const users = await orm.em
    .fork()
    .find(User, { email: { $in: emails }, active: true }, { orderBy: { id: 'asc' } });
  const isOpen = await Promise.all(
    users.map(({ email, passwordHash }) => passwords.matches(passwordOf(email), passwordHash)),
  );
  return users.filter((_, i) => isOpen[i]).map(({ email }) => `${email} / ${passwordOf(email)}`);
}

const passwordOf = (email: string) => DEMO_ACCOUNTS.find((person) => person.email === email)?.password ?? '';

async function createDemoTicket(
  orm: Orm,
  customer: Actor,
  { takenBy, lines, ...draft }: DemoTicket,
): Promise<void> {
  const { ticket } = await createTicket(orm.em.fork(), customer, draft, null);
  if (takenBy) await assignTicket(orm.em.fork(), takenBy, ticket.id, false);
  for (const { by, says, status, internal = false } of lines) {
    await addReply(orm.em.fork(), by, ticket.id, { content: says, internal, status }, null);
  }
}
