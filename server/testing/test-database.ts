import { createHash, randomBytes } from 'node:crypto';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { type Orm, openDatabase } from '../db/orm.ts';

/** Tests run on the engine that TEST_DATABASE names; by default on SQLite. */
export const ON_POSTGRES = process.env.TEST_DATABASE === 'postgres';
/** The server that `postgres-cluster.ts` has started, and the database with all tables that new ones are copied from. */
const SERVER = process.env.TEST_POSTGRES_URL ?? '';
export const TEMPLATE = 'helpdesk_template';
const SECRET = 'Quetzalcoatl 4711, tests only, x';

const IN_MEMORY = 'sqlite::memory:';
/** The URL of a database of the tests' PostgreSQL server. */
export const urlOf = (name: string) => `${SERVER}/${name}`;
const nameOf = (file: string) => `test_${createHash('sha256').update(file).digest('hex').slice(0, 24)}`;

type Settings = Record<string, string>;
/** The settings with those that name the test's database, and its end. */
export type TestDatabase = { env: Settings; drop: () => Promise<void> };

/**
 * Prepares the database that these settings of a test name. On PostgreSQL a file stands for a database that the tests of that file
 * share, and the database in memory for one of its own.
 */
export async function prepareTestDatabase(settings: Settings): Promise<TestDatabase> {
  const { DATABASE_URL = IN_MEMORY } = settings;
  if (!ON_POSTGRES) return { env: { ...settings, DATABASE_URL }, drop: async () => {} };
  const isOwn = DATABASE_URL === IN_MEMORY;
  const name = isOwn
    ? `test_${randomBytes(12).toString('hex')}`
    : nameOf(DATABASE_URL.replace(/^sqlite:/, ''));
  await create(name);
  return {
    env: { JWT_SECRET: SECRET, ...settings, DATABASE_URL: urlOf(name) },
    drop: async () => {
      if (isOwn) await administrate(`drop database ${name} with (force)`);
    },
  };
}

/** Connects to the database that a test's file stands for. */
export async function openTestDatabase(file: string): Promise<Orm> {
  const { env } = await prepareTestDatabase({ DATABASE_URL: `sqlite:${file}` });
  return ON_POSTGRES ? openDatabase(null, env.DATABASE_URL) : openDatabase(file);
}

async function create(name: string): Promise<void> {
  const [existing] = await administrate(`select 1 from pg_database where datname = '${name}'`);
  if (existing) return;
  // Of several that create it at once, one does.
  await administrate(`create database ${name} template ${TEMPLATE}`).catch((error) => {
    if (!(error instanceof UniqueConstraintViolationException)) throw error;
  });
}

let administration: Promise<Orm> | undefined;

/** Runs a statement on that server, outside the tests' databases. */
export async function administrate(statement: string): Promise<object[]> {
  administration ??= openDatabase(null, urlOf('postgres'));
  return (await administration).em.fork().execute(statement);
}
