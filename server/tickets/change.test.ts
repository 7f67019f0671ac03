import { afterAll, describe, expect, it } from 'vitest';
import type { Ticket } from '../../shared/schemas.ts';
import { createReply, createTicket, createTicketInStatus, startTestApp } from '../testing/test-app.ts';

const app = await startTestApp();
afterAll(app.close);

const [carl, ada, bea] = await Promise.all([
  app.createUser('customer'),
  app.createUser('agent', 'Ada'),
  app.createUser('agent', 'Bea'),
]);
const change = (user: typeof ada, { id }: { id: number }, body: unknown) =>
  user.patch<Ticket>(`/api/tickets/${id}`, body);
const eventsOf = async (id: number) =>
  (await app.sql('select type from events where ticket_id = ? order by seq', [id])).map(({ type }) => type);

describe('priority', () => {
  it('can be changed by agents, with one version step and one event', async () => {
    const ticket = await createTicket(carl);
    const socket = await app.openSocket(carl);
    expect(await change(ada, ticket, { priority: 'high' })).toMatchObject({
      status: 200,
      body: { priority: 'high', version: ticket.version + 1 },
    });
    await socket.waitForEvents(1);
    expect(socket.events).toMatchObject([
      {
        type: 'ticket.updated',
        changes: { priority: { from: 'medium', to: 'high' } },
        ticket: { priority: 'high' },
      },
    ]);
  });

  it('that is unchanged returns 200 without a new version or event', async () => {
    const ticket = await createTicket(carl);
    const { status, body } = await change(ada, ticket, { priority: 'medium' });
    expect([status, body.version, body.updatedAt]).toEqual([200, ticket.version, ticket.updatedAt]);
    expect(await eventsOf(ticket.id)).toEqual(['ticket.created']);
  });

  it('AZ-9 cannot be changed by customers, not even with a permitted status change', async () => {
    const ticket = await createTicketInStatus('resolved', carl, ada);
    expect((await change(carl, ticket, { priority: 'high' })).body.code).toBe('forbidden');
    expect((await change(carl, ticket, { priority: 'high', status: 'reopened' })).status).toBe(403);
    expect((await ada.get(`/api/tickets/${ticket.id}`)).body).toMatchObject({
      status: 'resolved',
      priority: 'medium',
    });
  });

  it('and status change atomically', async () => {
    const ticket = await createTicketInStatus('in_progress', carl, ada);
    expect((await change(ada, ticket, { priority: 'high', status: 'open' })).status).toBe(400);
    expect((await ada.get(`/api/tickets/${ticket.id}`)).body).toMatchObject({
      priority: 'medium',
      version: ticket.version,
    });
    const { body } = await change(ada, ticket, { priority: 'high', status: 'resolved' });
    expect(body).toMatchObject({ priority: 'high', status: 'resolved', version: ticket.version + 1 });
    expect((await eventsOf(ticket.id)).slice(-2)).toEqual(['ticket.status_changed', 'ticket.updated']);
  });
});

describe('version', () => {
  it('ID-2 that is stale returns 409 with the current ticket and who changed it', async () => {
    const ticket = await createTicket(carl);
    const { body: current } = await change(bea, ticket, { priority: 'high' });
    const { status, body } = await change(ada, ticket, { status: 'in_progress', version: ticket.version });
    expect([status, body.code]).toEqual([409, 'version_conflict']);
    expect(body).toMatchObject({
      // Ada has not opened it: the description is unread.
      ticket: { ...current, unread: 1 },
      by: { id: bea.user.id, name: 'Bea', role: 'agent' },
    });
  });

  it('a conflict names who changed the ticket, not the author of a later note', async () => {
    const ticket = await createTicket(carl);
    await createReply(carl, ticket);
    await createReply(ada, ticket, { internal: true });
    const { body } = await change(bea, ticket, { priority: 'low', version: ticket.version });
    expect(body.by).toEqual({ id: carl.user.id, name: 'Carl', role: 'customer' });
  });

  it('that is too high returns 409 as well', async () => {
    const ticket = await createTicket(carl);
    expect((await change(ada, ticket, { priority: 'high', version: 99 })).status).toBe(409);
  });

  it('that is current or absent is accepted', async () => {
    const ticket = await createTicket(carl);
    const { body } = await change(ada, ticket, { priority: 'high', version: ticket.version });
    expect(body.version).toBe(ticket.version + 1);
    expect((await change(ada, ticket, { priority: 'low' })).status).toBe(200);
  });

  it('ID-2 lets one of twenty concurrent changes succeed', async () => {
    const ticket = await createTicket(carl);
    const body = { priority: 'high', version: ticket.version };
    const answers = await Promise.all(Array.from({ length: 20 }, () => change(ada, ticket, body)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array(19).fill(409)]);
    expect(await eventsOf(ticket.id)).toEqual(['ticket.created', 'ticket.updated']);
  });

  it('ID-2 increases by one with each command that changes the row', async () => {
    const ticket = await createTicket(carl);
    await createReply(ada, ticket, { status: 'in_progress' });
    await createReply(ada, ticket, { status: 'waiting_on_customer' });
    await createReply(carl, ticket);
    expect((await carl.get(`/api/tickets/${ticket.id}`)).body).toMatchObject({
      version: ticket.version + 3,
      status: 'in_progress',
    });
  });
});

describe('an invalid change', () => {
  it.each([{}, { version: 1 }])('%j returns 400 because it changes nothing', async (body) => {
    expect(await change(ada, await createTicket(carl), body)).toMatchObject({
      status: 400,
      body: { code: 'invalid' },
    });
  });

  it.each([
    { priority: 'urgent' },
    { priority: null },
    { priority: 'high', version: 0 },
    { priority: 'high', version: '1' },
  ])('%j returns 400', async (body) => {
    expect(await change(ada, await createTicket(carl), body)).toMatchObject({
      status: 400,
      body: { code: 'invalid' },
    });
  });
});

describe('the order of checks', () => {
  const lena = app.createUser('customer', 'Lena');

  it('401 precedes validation', async () => {
    expect((await app.anonymous.patch('/api/tickets/1', { nonsense: 1 })).status).toBe(401);
  });

  it('400 for validation precedes 404', async () => {
    expect((await change(await lena, await createTicket(carl), { nonsense: 1 })).status).toBe(400);
    expect((await change(ada, { id: 999_999 }, { nonsense: 1 })).status).toBe(400);
  });

  it('404 precedes 403', async () => {
    expect((await change(await lena, await createTicket(carl), { status: 'resolved' })).status).toBe(404);
    expect((await change(await lena, await createTicket(carl), { priority: 'high' })).status).toBe(404);
  });

  it('403 precedes version_conflict', async () => {
    const ticket = await createTicket(carl);
    expect((await change(carl, ticket, { status: 'resolved', version: 99 })).status).toBe(403);
    expect((await change(ada, ticket, { status: 'reopened', version: 99 })).status).toBe(403);
  });

  it('version_conflict precedes invalid_transition', async () => {
    const ticket = await createTicket(carl);
    expect((await change(ada, ticket, { status: 'resolved', version: 99 })).body.code).toBe(
      'version_conflict',
    );
    expect((await change(ada, ticket, { status: 'resolved' })).body.code).toBe('invalid_transition');
  });

  it('a used idempotency key precedes 403, and 403 precedes invalid_transition', async () => {
    const ticket = await createTicketInStatus('in_progress', carl, ada);
    const key = crypto.randomUUID();
    const reply = (body: object) => carl.post(`/api/tickets/${ticket.id}/replies`, body, { key });
    expect((await reply({ content: 'Hello', status: 'in_progress' })).status).toBe(403);
    expect((await reply({ content: 'Hello' })).status).toBe(201);
    expect((await reply({ content: 'Hello', status: 'in_progress' })).status).toBe(422);
  });

  it('invalid_transition precedes stale_reply', async () => {
    const ticket = await createTicket(carl);
    await createReply(carl, ticket);
    const { body } = await ada.post(`/api/tickets/${ticket.id}/replies`, {
      content: 'Hello',
      status: 'resolved',
      lastSeenReplyId: null,
    });
    expect(body.code).toBe('invalid_transition');
  });
});
