import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, expect, it } from 'vitest';
import { createDatabaseFile, LONG, sendRequest, startServer } from '../testing/server-process.ts';
import { createReply, createTicket, startTestApp } from '../testing/test-app.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const NEXT = 'Migration29990101000000_next';
/** A migration of the next release: adds a column, changes rows and rebuilds a table. */
const STATEMENTS = [
  "alter table tickets add column mood text not null default 'calm'",
  "update tickets set mood = 'curious'",
  'create table read_marks_new (user_id integer not null, ticket_id integer not null, position integer not null)',
  'insert into read_marks_new select * from read_marks',
  'drop table read_marks',
  'alter table read_marks_new rename to read_marks',
  'create unique index read_marks_key on read_marks (user_id, ticket_id)',
];
const EVERY_POINT = [...STATEMENTS, 'insert into `mikro_orm_migrations`', 'release', 'commit'];
const POINTS = LONG ? EVERY_POINT : EVERY_POINT.slice(-1);

const database = createDatabaseFile();
const next = mkdtempSync(path.join(tmpdir(), 'next-'));
const folder = path.join(next, 'server');
afterAll(() => {
  database.remove();
  rmSync(next, { recursive: true });
});

it(
  'DB-8 a crash during a migration leaves either the old or the new database',
  async () => {
    const token = await fillDatabase();
    makeNextRelease();
    const before = databaseState();
    const preload = path.join(import.meta.dirname, '../testing/faults/crash-in-migration.ts');
    for (const point of POINTS) {
      const crashing = startServer(database.file, {
        folder,
        preload,
        env: { CRASH_BEFORE_STATEMENT: point },
      });
      await expect(crashing, point).rejects.toThrow('The server exited with null');
      expect(databaseState(), point).toEqual(before);
    }

    // Two processes at once: one migrates and serves, the other exits.
    const starts = await Promise.allSettled([1, 2].map(() => startServer(database.file, { folder })));
    const running = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
    const refused = starts.flatMap((start) => (start.status === 'rejected' ? [String(start.reason)] : []));
    const draft = { subject: 'Help', description: 'It broke again.' };
    const created = await sendRequest(`${running[0]?.url}/api/tickets`, {
      method: 'POST',
      token,
      body: draft,
    });
    await Promise.all(running.map((server) => server.kill()));
    expect([running.length, created.status]).toEqual([1, 201]);
    expect(refused).toEqual([expect.stringContaining('another process is using')]);
    const after = databaseState();
    expect(after.migrations).toEqual([...before.migrations, NEXT]);
    expect(after.tickets).toMatchObject([{ mood: 'curious' }, { mood: 'calm' }]);
    expect(after.marks).toEqual(before.marks);

    if (LONG) {
      await (await startServer(database.file, { folder })).kill();
      expect(databaseState(), 'after a second start').toEqual(after);
    }
    await expect(startServer(database.file), 'the previous release').rejects.toThrow(`it has ${NEXT}`);
  },
  LONG ? 600_000 : 180_000,
);

/** Creates a ticket with a read mark. Returns the customer's token, which is valid for every server on this file. */
async function fillDatabase(): Promise<string> {
  const app = await startTestApp({ DATABASE_URL: `sqlite:${database.file}` });
  const carl = await app.createUser('customer');
  const ticket = await createTicket(carl);
  const reply = await createReply(carl, ticket);
  await carl.put(`/api/tickets/${ticket.id}/read`, { upTo: reply.id });
  await app.close();
  return carl.token;
}

/** Copies this server and adds one migration. */
function makeNextRelease(): void {
  for (const name of ['server', 'shared', 'package.json'])
    cpSync(path.join(ROOT, name), path.join(next, name), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(next, 'node_modules'));
  const body = STATEMENTS.map((sql) => `this.addSql(${JSON.stringify(sql)});`).join('\n');
  writeFileSync(
    path.join(folder, 'db/migrations', `${NEXT}.ts`),
    `import { Migration } from '@mikro-orm/migrations';
export class ${NEXT} extends Migration {
  override name = '${NEXT}';
  override up(): void {
${body}
  }
}`,
  );
}

/** The schema and rows that the migration changes; checks the file's integrity. */
function databaseState() {
  const db = new Database(database.file, { readonly: true });
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    return {
      schema: db.prepare('select name, sql from sqlite_master order by name').all(),
      migrations: db.prepare('select name from mikro_orm_migrations order by id').pluck().all(),
      tickets: db.prepare('select * from tickets').all(),
      marks: db.prepare('select * from read_marks').all(),
    };
  } finally {
    db.close();
  }
}
