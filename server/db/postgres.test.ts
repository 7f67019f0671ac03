import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../config.ts';
import { auditDatabase } from '../testing/oracle/audit-database.ts';
import { startPostgres } from '../testing/postgres-server.ts';
import { createDatabaseFile, sendRequest, startServer } from '../testing/server-process.ts';
import { createReply, createTicket, startTestApp, type TestApp, type TestUser } from '../testing/test-app.ts';
import { administrate, ON_POSTGRES, urlOf } from '../testing/test-database.ts';
import { migrate } from './migrate.ts';
import { type Orm, openDatabase } from './orm.ts';

/** Two nodes on one database. */
async function startNodes() {
  const { file } = createDatabaseFile();
  const start = () => startTestApp({ DATABASE_URL: `sqlite:${file}` });
  return { file, nodes: [await start(), await start()] as const };
}
/** The same user on another node. */
const on = ({ url }: TestApp, { token }: TestUser) => {
  const send = (method: string, path: string, body?: unknown, key?: string) =>
    sendRequest(`${url}${path}`, { method, token, ...(body !== undefined && { body }), ...(key && { key }) });
  return { send };
};

describe.runIf(ON_POSTGRES)('OP-5 a PostgreSQL database that cannot be used stops the start', () => {
  const open = async (url: string) => (await openDatabase(null, url)).close();
  const create = async (name: string, options = '') => {
    await administrate(`create database ${name} ${options}`);
    return urlOf(name);
  };
  const asUser = (url: string, user: string) => url.replace('//helpdesk@', `//${user}@`);

  it.each<[string, () => Promise<string>, RegExp]>([
    [
      'an unreachable server',
      async () => 'postgres://127.0.0.1:1/desk',
      /at 127\.0\.0\.1:1, .* cannot be reached/,
    ],
    [
      'an unknown host',
      async () => 'postgres://nowhere.invalid/desk',
      /nowhere\.invalid:5432, .* cannot be reached/,
    ],
    ['a missing database', async () => urlOf('missing'), /database missing at .* does not exist/],
    [
      'a wrong password',
      async () => {
        await administrate(`create role guarded login password 'the right one'`);
        return asUser(urlOf('postgres'), 'guarded:wrong');
      },
      /the password is wrong/,
    ],
    [
      'a user who may not connect',
      async () => {
        await administrate('create role locked nologin');
        return asUser(urlOf('postgres'), 'locked');
      },
      /not allowed to connect/,
    ],
    [
      'a user who may not create tables',
      async () => {
        await administrate('create role reader login');
        return asUser(await create('readable'), 'reader');
      },
      /may not create tables/,
    ],
    [
      'a read-only database',
      async () => {
        const url = await create('replica');
        await administrate('alter database replica set default_transaction_read_only = on');
        return url;
      },
      /read-only/,
    ],
    [
      'another encoding',
      () => create('ascii', `encoding 'SQL_ASCII' template template0`),
      /encoding is SQL_ASCII; UTF8 is required/,
    ],
  ])('%s', async (_, prepare, reason) => {
    const url = await prepare();
    const failure = await open(url).catch((error) => error);
    expect(failure).toBeInstanceOf(ConfigError);
    expect(failure.message).toMatch(/^DATABASE_URL names the PostgreSQL database /);
    expect(failure.message).toMatch(reason);
    expect(failure.message).not.toMatch(/\n|:wrong/);
  });

  it('one of a newer version', async () => {
    const orm = await openDatabase(null, await create('newer'));
    await migrate(orm);
    await orm.em
      .fork()
      .execute(`insert into mikro_orm_migrations (name) values ('Migration29991231235959_future')`);
    await expect(migrate(orm)).rejects.toThrow(/^DATABASE_URL .*Migration29991231235959_future/);
    await orm.close();
  });

  it('with one line and exit code 1', async () => {
    const { file } = createDatabaseFile();
    const start = startServer(file, { env: { DATABASE_URL: 'postgres://127.0.0.1:1/desk' } });
    await expect(start).rejects.toThrow(
      /^The server exited with 1: DATABASE_URL names the PostgreSQL database desk at [^\n]+\n$/,
    );
    const unsigned = startServer(file, { env: { JWT_SECRET: undefined as unknown as string } });
    await expect(unsigned).rejects.toThrow(/^The server exited with 1: JWT_SECRET must be set [^\n]+\n$/);
  });
});

/** The columns, constraints and indexes of the tables of the entities. */
async function structureOf(orm: Orm) {
  const own = `table_name not like '%search' and table_name not in ('mikro_orm_migrations', 'rate_limits')`;
  const read = (query: string) => orm.em.fork().execute(query);
  return {
    columns: await read(
      `select table_name, column_name, data_type, is_nullable, column_default, generation_expression
       from information_schema.columns where table_schema = 'public' and ${own} order by 1, 2`,
    ),
    constraints: await read(
      `select conname, pg_get_constraintdef(c.oid) as definition from pg_constraint as c
       join (select relname as table_name, oid from pg_class) as t on t.oid = c.conrelid
       where connamespace = 'public'::regnamespace and ${own} order by 1`,
    ),
    indexes: await read(
      `select indexdef from (select *, tablename as table_name from pg_indexes) as i
       where schemaname = 'public' and ${own} order by indexname`,
    ),
  };
}

describe.runIf(ON_POSTGRES)('DB-8 the migrations on PostgreSQL', () => {
  it('create the schema of the entities', async () => {
    await administrate('create database migrated');
    await administrate('create database generated');
    const [migrated, generated] = [
      await openDatabase(null, urlOf('migrated')),
      await openDatabase(null, urlOf('generated')),
    ];
    await migrate(migrated);
    await generated.schema.create();
    expect(await structureOf(migrated)).toEqual(await structureOf(generated));
    await Promise.all([migrated.close(), generated.close()]);
  });

  it('by a newer node leave the older ones working: a statement whose columns have changed is prepared anew', async () => {
    const app = await startTestApp();
    const [carl, ada] = [await app.createUser('customer'), await app.createUser('agent')];
    const ticket = await createTicket(carl);
    const change = async () => {
      const requests = [ada, ada, ada].map((agent) =>
        agent.patch(`/api/tickets/${ticket.id}`, { priority: 'low' }),
      );
      for (const { status } of await Promise.all(requests)) expect(status).toBe(200);
      await Promise.all([createReply(carl, ticket), createReply(carl, ticket)]);
    };
    // Often enough for prepared statements on each connection.
    for (let i = 0; i < 10; i += 1) await change();
    await app.sql('alter table tickets add column mood text');
    for (let i = 0; i < 5; i += 1) await change();
    await app.close();
  });

  it('run once if two nodes start at once', async () => {
    await administrate('create database fresh');
    const env = { DATABASE_URL: urlOf('fresh'), SEED: 'demo' };
    const servers = await Promise.all([1, 2].map(() => startServer('', { env })));
    await Promise.all(servers.map((server) => server.kill()));
    const orm = await openDatabase(null, urlOf('fresh'));
    const [count] = await orm.em.fork().execute('select count(*) as tickets from tickets');
    await orm.close();
    expect(count).toEqual({ tickets: 4 });
  });
});

describe.runIf(ON_POSTGRES)('on two nodes', () => {
  const started = startNodes();
  afterAll(async () => Promise.all((await started).nodes.map((node) => node.close())));

  it('EV-2 the numbers of events are contiguous and in commit order, and each event reaches the sockets of both', async () => {
    const { file, nodes } = await started;
    const [carl, lena, ada] = await Promise.all([
      nodes[0].createUser('customer', 'Carl'),
      nodes[1].createUser('customer', 'Lena'),
      nodes[0].createUser('agent', 'Ada'),
    ]);
    const sockets = await Promise.all(nodes.map((node) => node.openSocket(ada)));
    const own = await nodes[1].openSocket(carl);
    await Promise.all(
      [carl, lena, carl, lena].map(async (customer, i) => {
        const { send } = on(nodes[i % 2] ?? nodes[0], customer);
        for (let n = 0; n < 15; n += 1) {
          const { body } = await send('POST', '/api/tickets', { subject: 'Help', description: 'It broke.' });
          await send('POST', `/api/tickets/${body.id}/replies`, { content: 'Still broken.' });
        }
      }),
    );
    const { events } = await auditDatabase(file);
    expect(events).toBe(120);
    for (const socket of [...sockets, own]) {
      await socket.waitForEvents(socket === own ? 60 : 120);
      expect(socket.events.map(({ seq }) => seq)).toEqual(socket.events.map((_, i) => i + 1));
    }
  });

  it('EV-1 an event reaches the other node’s sockets at once, not only by the timer', async () => {
    const { nodes } = await started;
    const carl = await nodes[0].createUser('customer', 'Carl');
    const socket = await nodes[1].openSocket(carl);
    for (let count = 1; count <= 6; count += 1) {
      await createTicket(carl);
      const committedAt = performance.now();
      await socket.waitForEvents(count);
      expect(performance.now() - committedAt).toBeLessThan(700);
    }
  });

  it('one of two agents who take a ticket at once gets it', async () => {
    const { nodes } = await started;
    const carl = await nodes[0].createUser('customer', 'Carl');
    const agents = await Promise.all(nodes.map((node) => node.createUser('agent', 'Ada')));
    for (let round = 0; round < 10; round += 1) {
      const { id } = await createTicket(carl);
      const answers = await Promise.all(agents.map((agent) => agent.post(`/api/tickets/${id}/assign`, {})));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    }
  });

  it('a request repeated at once with the same Idempotency-Key is done once', async () => {
    const { nodes } = await started;
    const carl = await nodes[0].createUser('customer', 'Carl');
    for (let round = 0; round < 10; round += 1) {
      const key = crypto.randomUUID();
      const draft = { subject: 'Help', description: 'It broke.' };
      const answers = await Promise.all(
        [...nodes, ...nodes].map((node) => on(node, carl).send('POST', '/api/tickets', draft, key)),
      );
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
      expect(answers.filter(({ headers }) => headers.has('idempotent-replayed'))).toHaveLength(3);
    }
  });

  it('no ticket stays with an agent who is deactivated while another node works on it', async () => {
    const { nodes } = await started;
    const [carl, ada] = [await nodes[0].createUser('customer'), await nodes[0].createUser('agent')];
    for (let round = 0; round < 10; round += 1) {
      const ben = await nodes[1].createUser('agent', 'Ben');
      const tickets = [await createTicket(carl), await createTicket(carl), await createTicket(carl)];
      const [taken] = tickets;
      await ben.post(`/api/tickets/${taken?.id}/assign`, {});
      await Promise.all([
        ada.patch(`/api/users/${ben.user.id}`, { active: false }),
        ...tickets.map(({ id }) => ben.post(`/api/tickets/${id}/assign`, {})),
        createReply(carl, tickets[0] ?? (await createTicket(carl))),
      ]);
      const left = await nodes[0].sql('select id from tickets where agent_id = ?', [ben.user.id]);
      expect(left).toEqual([]);
    }
  });
});

describe.runIf(ON_POSTGRES)('OP-10 trouble with PostgreSQL', () => {
  it('no free connection is answered with 503 and Retry-After, not by a hang', async () => {
    const app = await startTestApp();
    const carl = await app.createUser('customer');
    const ended = new AbortController();
    const holding = Array.from({ length: 10 }, () =>
      app.orm.em.fork().transactional(async (tx) => {
        await tx.execute('select 1');
        await new Promise((resolve) => ended.signal.addEventListener('abort', resolve));
      }),
    );
    const startedAt = performance.now();
    const answer = await carl.get('/api/tickets');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
    expect(performance.now() - startedAt).toBeLessThan(8000);
    ended.abort();
    await Promise.all(holding);
    expect((await carl.get('/api/tickets')).status).toBe(200);
    await app.close();
  });

  it('an immediate stop under load: 503, no acknowledged write is lost, and recovery within 5 s', async () => {
    const server = await startPostgres();
    const admin = await openDatabase(null, `${server.url}/postgres`);
    await admin.em.fork().execute('create database desk');
    await admin.close();
    const node = await startServer('', { env: { DATABASE_URL: `${server.url}/desk`, SEED: 'demo' } });
    const login = { email: 'customer@example.com', password: 'customer123' };
    const { body } = await sendRequest(`${node.url}/api/auth/login`, { method: 'POST', body: login });
    const token = String(body.token);
    const acknowledged: number[] = [];
    const statuses = new Set<number>();
    let writing = true;
    const write = async () => {
      while (writing) {
        const draft = { subject: 'Help', description: 'It broke.' };
        const answer = await sendRequest(`${node.url}/api/tickets`, { method: 'POST', token, body: draft });
        statuses.add(answer.status);
        if (answer.status === 201) acknowledged.push(Number(answer.body.id));
        else expect(answer.headers.get('retry-after')).toBe('2');
      }
    };
    const writers = [write(), write(), write()];
    await new Promise((resolve) => setTimeout(resolve, 700));
    await server.stop();
    await new Promise((resolve) => setTimeout(resolve, 500));
    await server.start();
    const restartedAt = performance.now();
    const count = acknowledged.length;
    while (acknowledged.length === count) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(performance.now() - restartedAt).toBeLessThan(5000);
    writing = false;
    await Promise.all(writers);
    expect([...statuses].toSorted()).toEqual([201, 503]);
    const orm = await openDatabase(null, `${server.url}/desk`);
    const stored = new Set((await orm.em.fork().execute('select id from tickets')).map(({ id }) => id));
    await orm.close();
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
    await node.stop();
    await server.remove();
  });
});
