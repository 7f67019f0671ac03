import { statSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { signingKey } from '../auth/signing-key.ts';
import { ConfigError, readConfig } from '../config.ts';
import { createDatabaseFile } from '../testing/server-process.ts';
import { logId, migrate } from './migrate.ts';
import { type Orm, openDatabase, openForMigrations } from './orm.ts';
import { lockDatabase } from './sqlite/lock.ts';
import type { Tables } from './tables.ts';

const opened: Orm[] = [];
afterAll(() => Promise.all(opened.map((orm) => orm.close())));

async function open(file: string | null): Promise<Orm> {
  const orm = await openDatabase(file);
  opened.push(orm);
  return orm;
}
// biome-ignore lint/suspicious/noExplicitAny: the columns depend on the test's query.
const query = (orm: Orm, text: string): Promise<Record<string, any>[]> => orm.em.fork().execute(text);
const ALL_TABLES = `select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name`;
/** The tables, without those of the full-text index. */
const tablesOf = async (orm: Orm) =>
  (await query(orm, ALL_TABLES))
    .map(({ name }) => String(name))
    .filter((name) => !/^(note_)?search/.test(name));

/** A table's columns, keys, checks and indexes, independent of how its statement is written. */
async function structureOf(orm: Orm, table: string) {
  const pragma = async (name: string, of: string) =>
    (await query(orm, `pragma ${name}(${of})`))
      .map(({ cid: _, seq: __, id: ___, seqno: ____, ...rest }) => JSON.stringify(rest))
      .toSorted();
  const [statement] = await query(orm, `select sql from sqlite_master where name = '${table}'`);
  const indexes = (await query(orm, `pragma index_list(${table})`)).map(({ name }) => name).toSorted();
  return {
    columns: await pragma('table_xinfo', table),
    keys: await pragma('foreign_key_list', table),
    checks: [...String(statement?.sql).matchAll(/check \(.*?\)\)/g)].map(([check]) => check).toSorted(),
    indexes: await Promise.all(indexes.map(async (name) => [name, await pragma('index_xinfo', name)])),
    unique: await pragma('index_list', table),
  };
}

describe('DB-1 a database file', () => {
  it('uses WAL, full sync, foreign keys and a busy timeout', async () => {
    const orm = await open(createDatabaseFile().file);
    const read = async (pragma: string) => Object.values((await query(orm, `pragma ${pragma}`))[0] ?? {})[0];
    expect(await read('journal_mode')).toBe('wal');
    expect(await read('synchronous')).toBe(2);
    expect(await read('foreign_keys')).toBe(1);
    expect(await read('busy_timeout')).toBe(5000);
  });
});

describe('DB-8 migrations', () => {
  it('create every table in an empty database', async () => {
    const orm = await open(createDatabaseFile().file);
    await migrate(orm);
    expect(await tablesOf(orm)).toEqual([
      'desk',
      'events',
      'invitations',
      'mikro_orm_migrations',
      'read_marks',
      'refresh_tokens',
      'replies',
      'sessions',
      'thread_heads',
      'tickets',
      'users',
    ]);
  });

  it('change nothing when they run again', async () => {
    const orm = await open(createDatabaseFile().file);
    const schema = () => query(orm, 'select sql from sqlite_master order by name');
    await migrate(orm);
    const [before, done] = [await schema(), await orm.migrator.getExecuted()];
    await migrate(orm);
    expect(await schema()).toEqual(before);
    expect(await orm.migrator.getExecuted()).toEqual(done);
  });

  it('create the schema of the entities', async () => {
    const [migrated, generated] = [await open(null), await open(null)];
    await migrate(migrated);
    await generated.schema.create();
    for (const table of await tablesOf(generated)) {
      expect(await structureOf(migrated, table)).toEqual(await structureOf(generated, table));
    }
  });

  it('are complete: the snapshot matches the entities', async () => {
    for (const orm of await openForMigrations()) {
      opened.push(orm);
      expect(await orm.migrator.checkSchema(), orm.config.get('migrations').path).toBe(false);
    }
  });

  it('of a newer release stop the start', async () => {
    const orm = await open(createDatabaseFile().file);
    await migrate(orm);
    await query(
      orm,
      `insert into mikro_orm_migrations (name, executed_at) values ('Migration29991231235959_future', 0)`,
    );
    await expect(migrate(orm)).rejects.toThrow(ConfigError);
    await expect(migrate(orm)).rejects.toThrow(/^DATABASE_URL .*Migration29991231235959_future/);
  });
});

describe('DB-2 the lock on a database file', () => {
  it('refuses a second process with an error that names the file', () => {
    const file = createDatabaseFile().file;
    const unlock = lockDatabase(file);
    expect(() => lockDatabase(file)).toThrow(ConfigError);
    expect(() => lockDatabase(file)).toThrow(`DATABASE_URL names ${file}, which another process is using`);
    unlock();
  });

  it('can be taken again after release', () => {
    const file = createDatabaseFile().file;
    lockDatabase(file)();
    expect(() => lockDatabase(file)()).not.toThrow();
  });

  it('does nothing for an in-memory database', () => {
    lockDatabase(null);
    expect(() => lockDatabase(null)).not.toThrow();
  });
});

describe('the columns in `Tables`', () => {
  /** `Tables` as values. A missing or extra column does not compile. */
  const COLUMNS: { [T in keyof Tables]: Record<keyof Tables[T], true> } = {
    users: {
      id: true,
      email: true,
      password_hash: true,
      name: true,
      role: true,
      active: true,
      created_at: true,
      search_text: true,
    },
    tickets: {
      id: true,
      customer_id: true,
      agent_id: true,
      subject: true,
      description: true,
      status: true,
      priority: true,
      version: true,
      created_at: true,
      updated_at: true,
      last_reply_at: true,
      waiting_since: true,
      preview: true,
      key: true,
      digest: true,
      rank: true,
      waiting_key: true,
    },
    replies: {
      id: true,
      ticket_id: true,
      user_id: true,
      position: true,
      content: true,
      internal: true,
      created_at: true,
      key: true,
      digest: true,
    },
    events: {
      seq: true,
      ticket_id: true,
      customer_id: true,
      customer_seq: true,
      type: true,
      actor_id: true,
      reply_id: true,
      data: true,
      created_at: true,
      data_version: true,
    },
    sessions: {
      id: true,
      user_id: true,
      device: true,
      created_at: true,
      last_used_at: true,
      expires_at: true,
      ended_at: true,
    },
    refresh_tokens: { hash: true, session_id: true, used_at: true },
    invitations: {
      id: true,
      email: true,
      token_hash: true,
      invited_by_id: true,
      created_at: true,
      expires_at: true,
      ended_at: true,
    },
    thread_heads: { ticket_id: true, position: true, author_id: true, position_by_others: true },
    read_marks: { user_id: true, ticket_id: true, position: true },
    desk: { id: true, log: true, created_at: true },
  };
  const orm = open(null).then(async (made) => {
    await migrate(made);
    return made;
  });

  it.each(Object.entries(COLUMNS))('of %s match the database', async (table, columns) => {
    const real = (await query(await orm, `pragma table_xinfo(${table})`)).map(({ name }) => name);
    expect(real.toSorted()).toEqual(Object.keys(columns).toSorted());
  });

  it('cover every table', async () => {
    const real = (await tablesOf(await orm)).filter((name) => name !== 'mikro_orm_migrations');
    expect(Object.keys(COLUMNS).toSorted()).toEqual(real);
  });
});

describe('the signing key', () => {
  it('AU-1 is created once beside the database and readable only by its owner', () => {
    const config = readConfig({ DATABASE_URL: `sqlite:${createDatabaseFile().file}` });
    const made = signingKey(config);
    expect(made.length).toBeGreaterThanOrEqual(43);
    expect(signingKey(config)).toBe(made);
    expect(statSync(`${config.databaseFile}.secret`).mode & 0o777).toBe(0o600);
  });

  it('AU-1 is the configured secret if set, which is not stored', () => {
    const config = readConfig({
      DATABASE_URL: `sqlite:${createDatabaseFile().file}`,
      JWT_SECRET: 'Quetzalcoatl 4711, tests only, x',
    });
    expect(signingKey(config)).toBe('Quetzalcoatl 4711, tests only, x');
    expect(() => statSync(`${config.databaseFile}.secret`)).toThrow(/ENOENT/);
  });

  it('differs for every in-memory database', () => {
    const config = readConfig({ DATABASE_URL: 'sqlite::memory:' });
    expect(signingKey(config)).not.toBe(signingKey(config));
  });
});

describe('the log id', () => {
  it('is created with the database and does not change', async () => {
    const [one, other] = [await open(null), await open(null)];
    await Promise.all([migrate(one), migrate(other)]);
    const name = await logId(one);
    expect(await logId(one)).toBe(name);
    expect(await logId(other)).not.toBe(name);
  });
});
