import { afterAll, describe, expect, it } from 'vitest';
import type { Reply, Ticket } from '../../shared/schemas.ts';
import {
  createReply,
  createTicket,
  createTicketInStatus,
  startTestApp,
  type TestUser,
} from '../testing/test-app.ts';

const app = await startTestApp();
afterAll(app.close);

const [carl, ada, bea] = await Promise.all([
  app.createUser('customer'),
  app.createUser('agent', 'Ada'),
  app.createUser('agent', 'Bea'),
]);

type ReplyResult = { reply: Reply; ticket: Ticket };
const reply = (user: TestUser, { id }: { id: number }, body: unknown, key?: string) =>
  user.post<ReplyResult>(`/api/tickets/${id}/replies`, body, key ? { key } : {});
const read = async (user: TestUser, { id }: { id: number }) =>
  (await user.get<Ticket & { replies: Reply[] }>(`/api/tickets/${id}`)).body;
const eventsOf = async ({ id }: { id: number }) =>
  (await app.sql('select type from events where ticket_id = ? order by seq', [id])).map(({ type }) => type);

describe('POST /api/tickets/:id/replies', () => {
  it('returns the reply and the current ticket', async () => {
    const ticket = await createTicket(carl);
    const { status, body } = await reply(ada, ticket, { content: 'Have you tried again?' });
    expect(status).toBe(201);
    expect(body.reply).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      ticketId: ticket.id,
      author: { id: ada.user.id, name: 'Ada', role: 'agent' },
      content: 'Have you tried again?',
      internal: false,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      key: null,
    });
    expect(body.ticket).toMatchObject({
      id: ticket.id,
      status: 'open',
      version: ticket.version + 1,
      preview: 'Have you tried again?',
    });
    expect(await read(ada, ticket)).toMatchObject({ replies: [body.reply] });
  });

  it('IN-2 returns text byte for byte', async () => {
    const content = '  \u202eRTL\u202c 👩‍👩‍👧 <b>"&amp;</b>\r\n\t\u00e9e\u0301  ';
    // A subject has one line and no bidi controls, and comes back in NFC.
    const line = '  👩‍👩‍👧 <b>"&amp;</b> \u00e9  ';
    const ticket = await createTicket(carl, { subject: line, description: content });
    await createReply(carl, ticket, content);
    const { subject, description, replies } = await read(carl, ticket);
    expect([subject, description, replies[0]?.content]).toEqual([line, content, content]);
  });

  it.each([
    '',
    ' \n\t ',
    '\u200b\u200d\ufeff',
    '\u2800\u3164',
    'nul\0',
    'half \ud83d',
    'x'.repeat(20_001),
    null,
    7,
    ['hello'],
    { $ne: '' },
  ])('IN-2 refuses %j', async (content) => {
    const ticket = await createTicket(carl);
    expect(await reply(carl, ticket, { content })).toMatchObject({
      status: 400,
      body: { code: 'invalid', errors: [{ path: 'content' }] },
    });
    expect(await eventsOf(ticket)).toEqual(['ticket.created']);
  });

  it('accepts 20 000 characters, counted without surrounding spaces', async () => {
    const ticket = await createTicket(carl);
    const content = ` ${'ü'.repeat(20_000)} `;
    expect((await createReply(carl, ticket, content)).content).toBe(content);
  });
});

describe('a customer’s reply', () => {
  it('WF-4 moves a ticket from waiting_on_customer to in_progress in the same version step', async () => {
    const ticket = await createTicketInStatus('waiting_on_customer', carl, ada);
    const { body } = await reply(carl, ticket, { content: 'Here it is.' });
    expect(body.ticket).toMatchObject({
      status: 'in_progress',
      version: ticket.version + 1,
      agent: { id: ada.user.id },
    });
    expect((await eventsOf(ticket)).slice(-2)).toEqual(['reply.created', 'ticket.status_changed']);
  });

  it.each(['open', 'in_progress', 'resolved', 'reopened'] as const)('keeps the status %s', async (status) => {
    const ticket = await createTicketInStatus(status, carl, ada);
    expect((await reply(carl, ticket, { content: 'Thanks' })).body.ticket.status).toBe(status);
    expect((await eventsOf(ticket)).at(-1)).toBe('reply.created');
  });

  it('reopens a resolved ticket on request', async () => {
    const ticket = await createTicketInStatus('resolved', carl, ada);
    const { body } = await reply(carl, ticket, { content: 'Not yet', status: 'reopened' });
    expect(body.ticket).toMatchObject({
      status: 'reopened',
      version: ticket.version + 1,
      agent: { id: ada.user.id },
    });
  });

  it('WF-4 is not stored when its status change is refused', async () => {
    const ticket = await createTicketInStatus('waiting_on_customer', carl, ada);
    const before = await eventsOf(ticket);
    expect((await reply(carl, ticket, { content: 'Not yet', status: 'reopened' })).status).toBe(400);
    expect(await read(carl, ticket)).toMatchObject({
      status: 'waiting_on_customer',
      version: ticket.version,
      replies: [],
    });
    expect(await eventsOf(ticket)).toEqual(before);
  });

  it('WF-4 changes the status once when fifty arrive at once', async () => {
    const ticket = await createTicketInStatus('waiting_on_customer', carl, ada);
    const before = await eventsOf(ticket);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => reply(carl, ticket, { content: `Line ${i}` })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const after = (await eventsOf(ticket)).slice(before.length);
    expect(after.filter((type) => type === 'ticket.status_changed')).toHaveLength(1);
    expect(after.filter((type) => type === 'reply.created')).toHaveLength(50);
    const { replies, version } = await read(carl, ticket);
    expect(new Set(replies.map(({ id }) => id)).size).toBe(50);
    expect(version).toBe(ticket.version + 50);
  });
});

describe('an agent’s reply', () => {
  it('keeps the status and the assignee, from any agent', async () => {
    for (const status of ['open', 'in_progress', 'waiting_on_customer', 'resolved', 'reopened'] as const) {
      const ticket = await createTicketInStatus(status, carl, ada);
      expect((await reply(bea, ticket, { content: 'Hello' })).body.ticket).toMatchObject({
        status,
        agent: ticket.agent,
      });
    }
  });

  it('assigns an unassigned ticket when it moves it to in_progress', async () => {
    const ticket = await createTicket(carl);
    const { body } = await reply(bea, ticket, { content: 'On it', status: 'in_progress' });
    expect(body.ticket).toMatchObject({
      status: 'in_progress',
      agent: { id: bea.user.id },
      version: ticket.version + 1,
    });
    expect(await eventsOf(ticket)).toEqual([
      'ticket.created',
      'reply.created',
      'ticket.assigned',
      'ticket.status_changed',
    ]);
  });
});

describe('internal notes', () => {
  it('do not change the ticket’s row', async () => {
    const ticket = await createTicket(carl);
    const row = () => app.sql('select * from tickets where id = ?', [ticket.id]);
    const before = await row();
    expect((await createReply(ada, ticket, { content: 'Known bug', internal: true })).internal).toBe(true);
    expect(await row()).toEqual(before);
  });

  it('are visible to every agent and to no customer', async () => {
    const ticket = await createTicket(carl);
    await createReply(ada, ticket, { content: 'Known bug', internal: true });
    expect((await read(bea, ticket)).replies).toMatchObject([{ content: 'Known bug', internal: true }]);
    expect((await read(carl, ticket)).replies).toEqual([]);
  });

  it('cannot be written by customers', async () => {
    const ticket = await createTicket(carl);
    expect(await reply(carl, ticket, { content: 'Hm', internal: true })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    expect((await reply(carl, ticket, { content: 'Hm', internal: false })).status).toBe(201);
  });

  it('may change the status, which the customer sees', async () => {
    const ticket = await createTicketInStatus('in_progress', carl, ada);
    await createReply(ada, ticket, { content: 'Done, I think', internal: true, status: 'resolved' });
    expect(await read(carl, ticket)).toMatchObject({
      status: 'resolved',
      version: ticket.version + 1,
      replies: [],
      preview: ticket.preview,
    });
  });
});

describe('lastSeenReplyId', () => {
  it('refuses a reply when newer ones exist and returns them', async () => {
    const ticket = await createTicket(carl);
    const first = await createReply(carl, ticket, 'Hello?');
    const faster = await createReply(bea, ticket, 'Hello Carl');
    const { status, body } = await reply(ada, ticket, { content: 'Hi Carl', lastSeenReplyId: first.id });
    expect([status, body.code, body.missed]).toEqual([409, 'stale_reply', [faster]]);
    expect((await read(ada, ticket)).replies).toHaveLength(2);
  });

  it('lets the same reply be sent without the check, with the same key', async () => {
    const ticket = await createTicket(carl);
    const key = crypto.randomUUID();
    await createReply(bea, ticket, 'Hello Carl');
    expect((await reply(ada, ticket, { content: 'Hi Carl', lastSeenReplyId: null }, key)).status).toBe(409);
    const sent = await reply(ada, ticket, { content: 'Hi Carl' }, key);
    const again = await reply(ada, ticket, { content: 'Hi Carl', lastSeenReplyId: null }, key);
    expect([sent.status, again.status, again.body.reply.id]).toEqual([201, 201, sent.body.reply.id]);
  });

  it('null means that the client showed no replies', async () => {
    const ticket = await createTicket(carl);
    expect((await reply(ada, ticket, { content: 'Hello', lastSeenReplyId: null })).status).toBe(201);
    expect((await reply(bea, ticket, { content: 'Hello', lastSeenReplyId: null })).status).toBe(409);
  });

  it('is not checked when it is missing', async () => {
    const ticket = await createTicket(carl);
    await createReply(bea, ticket);
    expect((await reply(ada, ticket, { content: 'Hello' })).status).toBe(201);
  });

  it('ignores the user’s own replies and all notes', async () => {
    const ticket = await createTicket(carl);
    const lastSeen = await createReply(carl, ticket);
    await createReply(ada, ticket);
    await createReply(bea, ticket, { content: 'Known bug', internal: true });
    expect((await reply(ada, ticket, { content: 'And', lastSeenReplyId: lastSeen.id })).status).toBe(201);
  });

  it('refuses a customer’s reply too, without revealing notes', async () => {
    const ticket = await createTicket(carl);
    await createReply(ada, ticket, { content: 'CANARY', internal: true });
    const answer = await createReply(ada, ticket, 'Hello Carl');
    const { status, body } = await reply(carl, ticket, { content: 'Hm', lastSeenReplyId: null });
    expect([status, body.missed]).toEqual([409, [answer]]);
    expect(JSON.stringify(body)).not.toContain('CANARY');
  });

  it('never refuses a note', async () => {
    const ticket = await createTicket(carl);
    await createReply(carl, ticket);
    expect((await reply(ada, ticket, { content: 'Hm', internal: true, lastSeenReplyId: null })).status).toBe(
      201,
    );
  });

  it('refuses the status change together with the reply', async () => {
    const ticket = await createTicketInStatus('in_progress', carl, ada);
    await createReply(carl, ticket);
    const { body } = await reply(ada, ticket, { content: 'Done', status: 'resolved', lastSeenReplyId: null });
    expect(body.code).toBe('stale_reply');
    expect((await read(ada, ticket)).status).toBe('in_progress');
  });

  it('AZ-4 must be a reply of this ticket that the user can see', async () => {
    const [ticket, other] = [await createTicket(carl), await createTicket(carl)];
    const note = await createReply(ada, ticket, { content: 'Hm', internal: true });
    const elsewhere = await createReply(carl, other);
    for (const [user, lastSeenReplyId] of [
      [carl, note.id],
      [carl, elsewhere.id],
      [ada, elsewhere.id],
      [ada, crypto.randomUUID()],
      [ada, 'nonsense'],
      [ada, 7],
    ] as const) {
      const { status, body } = await reply(user, ticket, { content: 'Hm', lastSeenReplyId });
      expect([status, body.code, body.errors?.[0]?.path]).toEqual([400, 'invalid', 'lastSeenReplyId']);
    }
  });

  it('AZ-4 returns the same error for an invisible note and an unknown reply', async () => {
    const ticket = await createTicket(carl);
    const note = await createReply(ada, ticket, { content: 'Hm', internal: true });
    const responses = await Promise.all(
      [note.id, crypto.randomUUID()].map((lastSeenReplyId) =>
        reply(carl, ticket, { content: 'Hm', lastSeenReplyId }),
      ),
    );
    const [invisible, missing] = responses.map(({ body: { requestId: _, ...rest } }) => rest);
    expect(invisible).toEqual(missing);
  });
});
