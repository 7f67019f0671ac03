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

type Answered = { reply: Reply; ticket: Ticket };
const reply = (caller: TestUser, { id }: { id: number }, body: unknown, key?: string) =>
  caller.post<Answered>(`/api/tickets/${id}/replies`, body, key ? { key } : {});
const read = async (caller: TestUser, { id }: { id: number }) =>
  (await caller.get<Ticket & { replies: Reply[] }>(`/api/tickets/${id}`)).body;
const eventsOf = async ({ id }: { id: number }) =>
  (await app.sql('select type from events where ticket_id = ? order by seq', [id])).map(({ type }) => type);

describe('POST /api/tickets/:id/replies', () => {
  it('answers with the reply and the ticket as they are now', async () => {
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

  it('IN-2 gives text back byte for byte', async () => {
    const content = '  \u202eRTL\u202c 👩‍👩‍👧 <b>"&amp;</b>\r\n\t\u00e9e\u0301  ';
    const ticket = await createTicket(carl, { subject: ` ${content.trim()} `, description: content });
    await createReply(carl, ticket, content);
    const { subject, description, replies } = await read(carl, ticket);
    expect([subject, description, replies[0]?.content]).toEqual([` ${content.trim()} `, content, content]);
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

  it('takes 20 000 characters, however many bytes they are and whatever spaces surround them', async () => {
    const ticket = await createTicket(carl);
    const content = ` ${'ü'.repeat(20_000)} `;
    expect((await createReply(carl, ticket, content)).content).toBe(content);
  });
});

describe('what a customer’s reply does', () => {
  it('WF-4 puts a ticket that waits for them back to work, in the same version step', async () => {
    const ticket = await createTicketInStatus('waiting_on_customer', carl, ada);
    const { body } = await reply(carl, ticket, { content: 'Here it is.' });
    expect(body.ticket).toMatchObject({
      status: 'in_progress',
      version: ticket.version + 1,
      agent: { id: ada.user.id },
    });
    expect((await eventsOf(ticket)).slice(-2)).toEqual(['reply.created', 'ticket.status_changed']);
  });

  it.each(['open', 'in_progress', 'resolved', 'reopened'] as const)(
    'leaves a ticket that is %s so',
    async (status) => {
      const ticket = await createTicketInStatus(status, carl, ada);
      expect((await reply(carl, ticket, { content: 'Thanks' })).body.ticket.status).toBe(status);
      expect((await eventsOf(ticket)).at(-1)).toBe('reply.created');
    },
  );

  it('reopens a resolved ticket if it says so', async () => {
    const ticket = await createTicketInStatus('resolved', carl, ada);
    const { body } = await reply(carl, ticket, { content: 'Not yet', status: 'reopened' });
    expect(body.ticket).toMatchObject({
      status: 'reopened',
      version: ticket.version + 1,
      agent: { id: ada.user.id },
    });
  });

  it('WF-4 is refused whole if its move is', async () => {
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

  it('WF-4 moves once, though fifty come at once', async () => {
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

describe('what an agent’s reply does', () => {
  it('moves nothing by itself, and may come from any agent', async () => {
    for (const status of ['open', 'in_progress', 'waiting_on_customer', 'resolved', 'reopened'] as const) {
      const ticket = await createTicketInStatus(status, carl, ada);
      expect((await reply(bea, ticket, { content: 'Hello' })).body.ticket).toMatchObject({
        status,
        agent: ticket.agent,
      });
    }
  });

  it('takes a free ticket along when it starts work', async () => {
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
  it('write nothing on the ticket’s row', async () => {
    const ticket = await createTicket(carl);
    const row = () => app.sql('select * from tickets where id = ?', [ticket.id]);
    const before = await row();
    expect((await createReply(ada, ticket, { content: 'Known bug', internal: true })).internal).toBe(true);
    expect(await row()).toEqual(before);
  });

  it('are seen by every agent, and by no customer', async () => {
    const ticket = await createTicket(carl);
    await createReply(ada, ticket, { content: 'Known bug', internal: true });
    expect((await read(bea, ticket)).replies).toMatchObject([{ content: 'Known bug', internal: true }]);
    expect((await read(carl, ticket)).replies).toEqual([]);
  });

  it('are not the customers’ to write', async () => {
    const ticket = await createTicket(carl);
    expect(await reply(carl, ticket, { content: 'Hm', internal: true })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    expect((await reply(carl, ticket, { content: 'Hm', internal: false })).status).toBe(201);
  });

  it('may come with a move, which everybody sees', async () => {
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
  it('holds a reply back when somebody was faster, and shows what was missed', async () => {
    const ticket = await createTicket(carl);
    const first = await createReply(carl, ticket, 'Hello?');
    const faster = await createReply(bea, ticket, 'Hello Carl');
    const { status, body } = await reply(ada, ticket, { content: 'Hi Carl', lastSeenReplyId: first.id });
    expect([status, body.code, body.missed]).toEqual([409, 'stale_reply', [faster]]);
    expect((await read(ada, ticket)).replies).toHaveLength(2);
  });

  it('lets the same reply go anyway, under the same key', async () => {
    const ticket = await createTicket(carl);
    const key = crypto.randomUUID();
    await createReply(bea, ticket, 'Hello Carl');
    expect((await reply(ada, ticket, { content: 'Hi Carl', lastSeenReplyId: null }, key)).status).toBe(409);
    const sent = await reply(ada, ticket, { content: 'Hi Carl' }, key);
    const again = await reply(ada, ticket, { content: 'Hi Carl', lastSeenReplyId: null }, key);
    expect([sent.status, again.status, again.body.reply.id]).toEqual([201, 201, sent.body.reply.id]);
  });

  it('null means that nothing was on the screen', async () => {
    const ticket = await createTicket(carl);
    expect((await reply(ada, ticket, { content: 'Hello', lastSeenReplyId: null })).status).toBe(201);
    expect((await reply(bea, ticket, { content: 'Hello', lastSeenReplyId: null })).status).toBe(409);
  });

  it('left out, nothing is checked', async () => {
    const ticket = await createTicket(carl);
    await createReply(bea, ticket);
    expect((await reply(ada, ticket, { content: 'Hello' })).status).toBe(201);
  });

  it('overlooks my own replies and everybody’s notes', async () => {
    const ticket = await createTicket(carl);
    const seen = await createReply(carl, ticket);
    await createReply(ada, ticket);
    await createReply(bea, ticket, { content: 'Known bug', internal: true });
    expect((await reply(ada, ticket, { content: 'And', lastSeenReplyId: seen.id })).status).toBe(201);
  });

  it('holds a customer’s reply back too, without a word of notes', async () => {
    const ticket = await createTicket(carl);
    await createReply(ada, ticket, { content: 'CANARY', internal: true });
    const answer = await createReply(ada, ticket, 'Hello Carl');
    const { status, body } = await reply(carl, ticket, { content: 'Hm', lastSeenReplyId: null });
    expect([status, body.missed]).toEqual([409, [answer]]);
    expect(JSON.stringify(body)).not.toContain('CANARY');
  });

  it('never holds a note back', async () => {
    const ticket = await createTicket(carl);
    await createReply(carl, ticket);
    expect((await reply(ada, ticket, { content: 'Hm', internal: true, lastSeenReplyId: null })).status).toBe(
      201,
    );
  });

  it('undoes the move that would have come with the reply', async () => {
    const ticket = await createTicketInStatus('in_progress', carl, ada);
    await createReply(carl, ticket);
    const { body } = await reply(ada, ticket, { content: 'Done', status: 'resolved', lastSeenReplyId: null });
    expect(body.code).toBe('stale_reply');
    expect((await read(ada, ticket)).status).toBe('in_progress');
  });

  it('AZ-4 must be a reply that the caller sees on this ticket', async () => {
    const [ticket, other] = [await createTicket(carl), await createTicket(carl)];
    const note = await createReply(ada, ticket, { content: 'Hm', internal: true });
    const elsewhere = await createReply(carl, other);
    for (const [caller, lastSeenReplyId] of [
      [carl, note.id],
      [carl, elsewhere.id],
      [ada, elsewhere.id],
      [ada, crypto.randomUUID()],
      [ada, 'nonsense'],
      [ada, 7],
    ] as const) {
      const { status, body } = await reply(caller, ticket, { content: 'Hm', lastSeenReplyId });
      expect([status, body.code, body.errors?.[0]?.path]).toEqual([400, 'invalid', 'lastSeenReplyId']);
    }
  });

  it('AZ-4 an invisible note is refused in the same words as no reply at all', async () => {
    const ticket = await createTicket(carl);
    const note = await createReply(ada, ticket, { content: 'Hm', internal: true });
    const asked = await Promise.all(
      [note.id, crypto.randomUUID()].map((lastSeenReplyId) =>
        reply(carl, ticket, { content: 'Hm', lastSeenReplyId }),
      ),
    );
    const [invisible, missing] = asked.map(({ body: { requestId: _, ...rest } }) => rest);
    expect(invisible).toEqual(missing);
  });
});
