import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ListedTicket } from '../../shared/schemas.ts';
import { migrate } from '../db/migrate.ts';
import { type Orm, openDatabase } from '../db/orm.ts';
import { createDatabaseFile } from '../testing/server-process.ts';
import { startTestApp } from '../testing/test-app.ts';
import { ON_POSTGRES, openTestDatabase } from '../testing/test-database.ts';
import { moveData } from './move/move-data.ts';
import { countRows, TABLE_NAMES } from './move/tables.ts';
import { addSampleData } from './sample-data/add-sample-data.ts';

describe.runIf(ON_POSTGRES)('npm run move', () => {
  const { file, remove } = createDatabaseFile();
  let source: Orm;

  beforeAll(async () => {
    source = await openDatabase(file);
    await migrate(source);
    await addSampleData(source, file, { tickets: 60, replies: 4, passwordHash: 'x', seed: 1 });
    await source.em.fork().execute(`insert into desk (id, log, created_at) values (1, 'log-of-sqlite', 1)`);
  });
  afterAll(async () => {
    await source.close();
    remove();
  });

  /** An empty database of PostgreSQL, and the name by which a test app finds it. */
  async function openTarget(): Promise<{ orm: Orm; name: string }> {
    const { file: name } = createDatabaseFile();
    return { orm: await openTestDatabase(name), name };
  }

  it('copies every row of every table, and the server goes on with the next numbers', async () => {
    const { orm, name } = await openTarget();
    const moved = await moveData(source, orm);
    expect(moved.map(({ table }) => table)).toEqual(TABLE_NAMES.filter((table) => table !== 'desk'));
    for (const table of TABLE_NAMES)
      expect(await countRows(orm.em.fork(), table), table).toBe(await countRows(source.em.fork(), table));
    const [before] = await source.em.fork().execute('select max(seq) as seq from events');
    await orm.close();

    const app = await startTestApp({ DATABASE_URL: `sqlite:${name}` });
    const ada = await app.createUser('agent', 'Ada');
    const { body } = await ada.get<{ tickets: ListedTicket[]; seq: number }>('/api/tickets?limit=1');
    expect(body.seq).toBe(before?.seq);
    const ticket = body.tickets[0];
    const word = ticket?.subject.split(' ')[0] ?? '';
    const { body: found } = await ada.get<{ total: number }>(`/api/tickets?q=${encodeURIComponent(word)}`);
    expect(found.total).toBeGreaterThan(0);
    const reply = await ada.post(`/api/tickets/${ticket?.id}/replies`, {
      content: 'Moved.',
      internal: false,
    });
    expect(reply.status).toBe(201);
    const carl = await app.createUser('customer', 'Carl');
    const created = await carl.post('/api/tickets', { subject: 'New', description: 'After the move' });
    expect(created.body.id).toBe(61);
    await app.close();
  });

  it('goes on after an interruption', async () => {
    const { orm } = await openTarget();
    let pages = 0;
    const interrupted = moveData(source, orm, () => {
      pages += 1;
      if (pages === 4) throw new Error('interrupted');
    });
    await expect(interrupted).rejects.toThrow('interrupted');
    await moveData(source, orm);
    for (const table of TABLE_NAMES)
      expect(await countRows(orm.em.fork(), table), table).toBe(await countRows(source.em.fork(), table));
    await orm.close();
  });

  it('refuses a target that is complete, and one with rows of another database', async () => {
    const { orm } = await openTarget();
    await orm.em
      .fork()
      .execute(
        `insert into users (email, password_hash, name, role, created_at) values ('a@b.c', 'x', 'A', 'agent', 1)`,
      );
    await expect(moveData(source, orm)).rejects.toThrow(/users|rows of another database/);
    await orm.close();
    const { orm: complete } = await openTarget();
    await moveData(source, complete);
    await expect(moveData(source, complete)).rejects.toThrow('not empty');
    await complete.close();
  });
});
