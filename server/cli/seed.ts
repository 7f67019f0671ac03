import { randomInt, randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { DEMO_ACCOUNTS } from '../../shared/demo-accounts.ts';
import { createPasswords } from '../auth/passwords.ts';
import { ConfigError, oneLine, readConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { openDatabase } from '../db/orm.ts';
import { createPrivateFiles } from '../db/sqlite/file-modes.ts';
import { lockDatabase } from '../db/sqlite/lock.ts';
import { realDatabaseFile } from '../db/sqlite/real-path.ts';
import { asUnusableDatabase } from '../db/sqlite/storage-failure.ts';
import { createDemoAccounts, createDemoTickets } from './demo-data.ts';
import { exitWithError } from './exit-with-error.ts';
import { createProgress, formatCount } from './progress.ts';
import { type Added, addSampleData } from './sample-data/add-sample-data.ts';
import { countRealTickets } from './sample-data/count-real-tickets.ts';

// `npm run seed -- --tickets 100000 --replies 5`: adds sample data to the configured database, and the demo accounts and
// tickets if it is empty.

const USAGE = `npm run seed -- [--tickets 100000] [--replies 5] [--password <of the new accounts>] [--force]

Adds customers, agents and tickets with replies to the database in DATABASE_URL; to an empty one also the demo accounts.
--tickets 0 adds the demo accounts and the demo tickets only. --force adds to a database that has tickets already.`;

const MAX_TICKETS = 5_000_000;
const MAX_REPLIES = 1000;

type Options = {
  tickets: number;
  replies: number;
  password: string | undefined;
  force: boolean;
  help: boolean;
};

function readOptions(): Options {
  try {
    const { values } = parseArgs({
      options: {
        tickets: { type: 'string', default: '100000' },
        replies: { type: 'string', default: '5' },
        password: { type: 'string' },
        force: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return {
      ...values,
      password: values.password,
      tickets: wholeNumber('--tickets', values.tickets, MAX_TICKETS),
      replies: wholeNumber('--replies', values.replies, MAX_REPLIES),
    };
  } catch (error) {
    throw new ConfigError(`${oneLine(error)}\n\n${USAGE}`);
  }
}

function wholeNumber(name: string, text: string, max: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number <= max) return number;
  throw new ConfigError(`${name} must be a whole number from 0 to ${formatCount(max)} (value: ${text})`);
}

async function seed(): Promise<void> {
  const options = readOptions();
  if (options.help) return void print(USAGE);
  createPrivateFiles();
  const { databaseFile, postgresUrl } = readConfig(process.env);
  if (postgresUrl !== undefined)
    throw new ConfigError('DATABASE_URL names a PostgreSQL database: sample data is for SQLite files only');
  const file = realDatabaseFile(databaseFile);
  if (file === null)
    throw new ConfigError('DATABASE_URL names a database in memory: it would end with this command');
  const unlock = lockDatabase(file);
  try {
    refuseRealTickets(file, options);
    await addData(file, options);
  } catch (error) {
    throw asUnusableDatabase(file, error);
  } finally {
    unlock();
  }
}

function refuseRealTickets(file: string, { tickets, force }: Options): void {
  const existing = force || tickets === 0 ? 0 : countRealTickets(file);
  if (existing > 0)
    throw new ConfigError(
      `${file} has ${formatCount(existing)} ${existing === 1 ? 'ticket' : 'tickets'}. Nothing was added. To add sample data to this database, repeat the command with --force.`,
    );
}

async function addData(file: string, { tickets, replies, password }: Options): Promise<void> {
  const startedAt = performance.now();
  const orm = await openDatabase(file);
  const passwords = createPasswords();
  try {
    await migrate(orm);
    // The demo accounts are among the authors. The demo tickets come last: the log is in the order of time.
    const demo = await createDemoAccounts(orm, passwords);
    if (tickets > 0) {
      // Without a password: one that no user has.
      const passwordHash = await passwords.hash(password ?? randomUUID());
      const progress = createProgress('tickets', tickets);
      const added = await addSampleData(orm, file, {
        seed: randomInt(2 ** 31),
        tickets,
        replies,
        passwordHash,
        onProgress: progress.show,
      });
      progress.end();
      print(summaryOf(file, added, performance.now() - startedAt));
      if (password !== undefined)
        print(`All of them sign in with this password, for example the agent ${added.exampleAgent}`);
    }
    if (demo) {
      await createDemoTickets(orm, demo);
      print(
        `Added the demo tickets and accounts, such as the agent ${DEMO_AGENT.email} / ${DEMO_AGENT.password}`,
      );
    } else if (tickets === 0) print(`${file} already has users. Nothing was added.`);
  } finally {
    await passwords.close();
    await orm.close();
  }
}

const [DEMO_AGENT] = DEMO_ACCOUNTS;
const print = (line: string) => process.stdout.write(`${line}\n`);

function summaryOf(file: string, added: Added, ms: number): string {
  const counts = (['agents', 'customers', 'tickets', 'replies', 'events'] as const).map(
    (what) => `${formatCount(added[what])} ${what}`,
  );
  return `Added ${counts.join(', ')} to ${file} in ${(ms / 1000).toFixed(1)} s.`;
}

seed().catch(exitWithError);
