import { afterAll, describe, expect, it } from 'vitest';
import type { Reply, Ticket } from '../../shared/schemas.ts';
import {
  changeStatus,
  createReply,
  createTicket,
  createTicketInStatus,
  startTestApp,
  type TestUser,
} from '../testing/test-app.ts';

const app = await startTestApp();
afterAll(app.close);

const [carl, lena, ada, bea] = await Promise.all([
  app.createUser('customer', 'Carl'),
  app.createUser('customer', 'Lena'),
  app.createUser('agent', 'Ada'),
  app.createUser('agent', 'Bea'),
]);
const newKey = () => crypto.randomUUID();
const DRAFT = { subject: 'Help', description: 'It broke.', priority: 'high' };
const submit = (user: TestUser, key: string, draft: object = DRAFT) =>
  user.post<Ticket>('/api/tickets', draft, { key });
const reply = (user: TestUser, { id }: { id: number }, key: string, body: object | string = 'Hello') =>
  user.post<{ reply: Reply; ticket: Ticket }>(
    `/api/tickets/${id}/replies`,
    typeof body === 'string' ? { content: body } : body,
    { key },
  );
const replayed = ({ headers }: { headers: Headers }) => headers.get('idempotent-replayed');
const count = async (table: string, where: string, value: unknown) =>
  (await app.sql(`select count(*) as n from ${table} where ${where}`, [value]))[0]?.n;

describe('ID-1 a ticket with an idempotency key', () => {
  it('is created once with one event from fifty concurrent requests', async () => {
    const key = newKey();
    const answers = await Promise.all(Array.from({ length: 50 }, () => submit(carl, key)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect(answers.filter((answer) => replayed(answer) === 'true')).toHaveLength(49);
    expect(await count('tickets', 'key = ?', key)).toBe(1);
    expect(await count('events', 'ticket_id = ?', answers[0]?.body.id)).toBe(1);
  });

  it('is the same for the key in upper and lower case, in any order', async () => {
    for (const spell of [(key: string) => key, (key: string) => key.toUpperCase()]) {
      const key = newKey();
      const answers = [
        await submit(carl, spell(key)),
        await submit(carl, key),
        await submit(carl, key.toUpperCase()),
      ];
      expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
      expect(answers.map(replayed)).toEqual([null, 'true', 'true']);
      const other = await submit(carl, key.toUpperCase(), { ...DRAFT, subject: 'Other' });
      expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    }
  });

  it('is returned in its current state with the same Location', async () => {
    const key = newKey();
    const first = await submit(carl, key);
    expect(replayed(first)).toBeNull();
    await changeStatus(ada, first.body, 'in_progress');
    const again = await submit(carl, key);
    expect(again).toMatchObject({ status: 201, body: { id: first.body.id, status: 'in_progress' } });
    expect([replayed(again), again.headers.get('location')]).toEqual([
      'true',
      `/api/tickets/${first.body.id}`,
    ]);
  });

  it.each([{ subject: 'Other' }, { description: 'Other' }, { priority: 'low' }])(
    'returns 422 when repeated with %j',
    async (other) => {
      const key = newKey();
      await submit(carl, key);
      const { status, body } = await submit(carl, key, { ...DRAFT, ...other });
      expect([status, body.code]).toEqual([422, 'idempotency_key_reused']);
      expect(await count('tickets', 'key = ?', key)).toBe(1);
    },
  );

  it('treats an explicit default priority as the same request', async () => {
    const key = newKey();
    const { body } = await submit(carl, key, { subject: 'Help', description: 'It broke.' });
    const again = await submit(carl, key, { subject: 'Help', description: 'It broke.', priority: 'medium' });
    expect([again.status, again.body.id]).toEqual([201, body.id]);
  });

  it('is independent of other users’ keys', async () => {
    const key = newKey();
    const [mine, theirs] = [await submit(carl, key), await submit(lena, key, { ...DRAFT, subject: 'Other' })];
    expect([mine.status, theirs.status, replayed(theirs)]).toEqual([201, 201, null]);
    expect(theirs.body.id).not.toBe(mine.body.id);
  });

  it('does not use the key when the request is refused', async () => {
    const key = newKey();
    expect((await submit(carl, key, { ...DRAFT, subject: '' })).status).toBe(400);
    expect((await submit(ada, key)).status).toBe(403);
    const made = await submit(carl, key);
    expect([made.status, replayed(made)]).toEqual([201, null]);
  });

  it('without a key is created each time', async () => {
    expect((await createTicket(carl)).id).not.toBe((await createTicket(carl)).id);
  });
});

describe('ID-1 a reply with an idempotency key', () => {
  it('is created once with one event from fifty concurrent requests', async () => {
    const ticket = await createTicketInStatus('waiting_on_customer', carl, ada);
    const key = newKey();
    const answers = await Promise.all(Array.from({ length: 50 }, () => reply(carl, ticket, key)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.reply.id}`)).size).toBe(1);
    expect(await count('replies', 'key = ?', key)).toBe(1);
    expect(await count('events', `type = 'reply.created' and ticket_id = ?`, ticket.id)).toBe(1);
  });

  it('carries the key in the field `key`', async () => {
    const ticket = await createTicket(carl);
    const key = newKey();
    const watching = await app.openSocket(carl);
    expect((await reply(carl, ticket, key)).body.reply.key).toBe(key);
    await watching.waitForEvents(1);
    expect(watching.events).toMatchObject([{ reply: { key } }]);
  });

  it('is returned with the current ticket', async () => {
    const ticket = await createTicket(carl);
    const key = newKey();
    const first = await reply(ada, ticket, key, { content: 'On it', status: 'in_progress' });
    await changeStatus(ada, ticket, 'resolved');
    const again = await reply(ada, ticket, key, { content: 'On it', status: 'in_progress' });
    expect(again).toMatchObject({
      status: 201,
      body: { reply: first.body.reply, ticket: { status: 'resolved' } },
    });
    expect(replayed(again)).toBe('true');
  });

  it.each<object>([
    { content: 'Other' },
    { content: 'Hello', internal: true },
    { content: 'Hello', status: 'in_progress' },
  ])('returns 422 when repeated with %j', async (other) => {
    const ticket = await createTicket(carl);
    const key = newKey();
    await reply(ada, ticket, key);
    const { status, body } = await reply(ada, ticket, key, other);
    expect([status, body.code]).toEqual([422, 'idempotency_key_reused']);
  });

  it('returns 422 when repeated on another ticket', async () => {
    const key = newKey();
    await reply(ada, await createTicket(carl), key);
    expect((await reply(ada, await createTicket(carl), key)).status).toBe(422);
  });

  it('is independent of other users’ keys', async () => {
    const ticket = await createTicket(carl);
    const key = newKey();
    const answers = [
      await reply(ada, ticket, key),
      await reply(bea, ticket, key, 'Other'),
      await reply(carl, ticket, key, 'Third'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.reply.id)).size).toBe(3);
  });

  it('AZ-3 reveals nothing about the ticket to other customers', async () => {
    const ticket = await createTicket(carl);
    const key = newKey();
    await reply(carl, ticket, key);
    expect((await reply(lena, ticket, key)).status).toBe(404);
  });

  it('does not use the key when the request is refused', async () => {
    const ticket = await createTicket(carl);
    const key = newKey();
    const refused = [
      await reply(carl, ticket, key, { content: '' }),
      await reply(carl, ticket, key, { content: 'Hm', internal: true }),
      await reply(carl, ticket, key, { content: 'Hm', status: 'reopened' }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([400, 403, 400]);
    expect((await reply(carl, ticket, key)).status).toBe(201);
  });

  it('is independent of a ticket with the same key', async () => {
    const key = newKey();
    const { body } = await submit(carl, key);
    expect((await reply(carl, body, key)).status).toBe(201);
  });

  it('is returned even when a new reply would be refused by now', async () => {
    const ticket = await createTicketInStatus('resolved', carl, ada);
    const key = newKey();
    await reply(carl, ticket, key, { content: 'Not yet', status: 'reopened' });
    await createReply(ada, ticket);
    const again = await reply(carl, ticket, key, { content: 'Not yet', status: 'reopened' });
    expect([again.status, replayed(again)]).toEqual([201, 'true']);
  });
});

describe('an idempotency key that is no UUID', () => {
  it.each(['1', 'nonsense', 'f81d4fae-7dec-11d0-a765', `${newKey()}, ${newKey()}`, '%00'])(
    '%s returns 400',
    async (key) => {
      const { status, body } = await submit(carl, key);
      expect([status, body.code, body.errors?.[0]?.path]).toEqual([400, 'invalid', 'Idempotency-Key']);
      expect((await reply(carl, await createTicket(carl), key)).status).toBe(400);
    },
  );
});
