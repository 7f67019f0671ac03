import { afterAll, describe, expect, it } from 'vitest';
import type { Reply, Ticket } from '../../shared/schemas.ts';
import { createRandom } from '../cli/sample-data/random.ts';
import {
  changeStatus,
  createReply,
  createTicket,
  createTicketInStatus,
  startTestApp,
  type TestUser,
} from '../testing/test-app.ts';

const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1e6);
const app = await startTestApp();
afterAll(app.close);

const [ada, bea] = await Promise.all([app.createUser('agent', 'Ada'), app.createUser('agent', 'Bea')]);
const carl = await app.createUser('customer');

type Thread = Ticket & { replies: Reply[]; hasEarlier: boolean; seq: number };
type Counts = {
  status: Record<string, number>;
  mine: number;
  unassigned: number;
  unread: number;
  seq: number;
};
const read = async (user: TestUser, { id }: { id: number }, query = '') =>
  (await user.get<Thread>(`/api/tickets/${id}${query}`)).body;
const counts = async (user: TestUser) => (await user.get<Counts>('/api/tickets/counts')).body;
const unread = async (user: TestUser, ticket: { id: number }) => (await read(user, ticket)).unread;
const mark = (user: TestUser, { id }: { id: number }, upTo: string | null) =>
  user.put(`/api/tickets/${id}/read`, { upTo });

describe('a new ticket', () => {
  it('is open, has medium priority, is unassigned and waits for an agent', async () => {
    const { status, headers, body } = await carl.post<Ticket>('/api/tickets', {
      subject: 'VAT',
      description: 'It is\n\n  wrong.',
    });
    expect([status, headers.get('location')]).toEqual([201, `/api/tickets/${body.id}`]);
    expect(body).toEqual({
      id: expect.any(Number),
      subject: 'VAT',
      description: 'It is\n\n  wrong.',
      status: 'open',
      priority: 'medium',
      customer: { id: carl.user.id, name: 'Carl', email: carl.user.email },
      agent: null,
      version: 1,
      createdAt: body.updatedAt,
      updatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      lastReplyAt: null,
      waitingSince: body.createdAt,
      preview: 'It is wrong.',
      unread: 0,
    });
  });
});

describe('waitingSince', () => {
  it('is cleared by an agent’s public reply, but not by a note', async () => {
    const ticket = await createTicket(carl);
    await createReply(ada, ticket, { internal: true });
    expect((await read(ada, ticket)).waitingSince).toBe(ticket.createdAt);
    await createReply(ada, ticket);
    expect((await read(ada, ticket)).waitingSince).toBeNull();
  });

  it('starts with the customer’s first reply after that and does not change with later ones', async () => {
    const ticket = await createTicket(carl);
    await createReply(ada, ticket);
    const first = await createReply(carl, ticket);
    await createReply(carl, ticket);
    expect((await read(ada, ticket)).waitingSince).toBe(first.createdAt);
  });

  it('is null while the ticket waits for the customer or is resolved', async () => {
    expect((await createTicketInStatus('waiting_on_customer', carl, ada)).waitingSince).toBeNull();
    const resolved = await createTicketInStatus('resolved', carl, ada);
    await createReply(carl, resolved, 'Thanks!');
    expect((await read(ada, resolved)).waitingSince).toBeNull();
  });

  it('restarts when the ticket is reopened or returned to work by a customer’s reply', async () => {
    const { waitingSince, updatedAt } = await createTicketInStatus('reopened', carl, ada);
    expect(waitingSince).toBe(updatedAt);
    const waiting = await createTicketInStatus('waiting_on_customer', carl, ada);
    const reply = await createReply(carl, waiting);
    expect((await read(ada, waiting)).waitingSince).toBe(reply.createdAt);
  });
});

describe('preview and lastReplyAt', () => {
  it('follow the last public reply and ignore notes', async () => {
    const ticket = await createTicket(carl);
    const reply = await createReply(ada, ticket, 'Have  you\ntried?');
    await createReply(ada, ticket, { content: 'CANARY', internal: true });
    expect(await read(carl, ticket)).toMatchObject({
      preview: 'Have you tried?',
      lastReplyAt: reply.createdAt,
    });
    expect(await read(ada, ticket)).toMatchObject({
      preview: 'Have you tried?',
      lastReplyAt: reply.createdAt,
    });
  });

  it('limit the preview of a long text without splitting a character', async () => {
    const { preview } = await createTicket(carl, { description: '😀'.repeat(500) });
    expect(preview.length).toBeLessThanOrEqual(140);
    expect(preview.isWellFormed()).toBe(true);
  });
});

describe('unread', () => {
  it('counts a new ticket’s description for every agent until they mark it, and never for its customer', async () => {
    const ticket = await createTicket(carl);
    const ofAll = async () => [
      await unread(carl, ticket),
      await unread(ada, ticket),
      await unread(bea, ticket),
    ];
    expect(await ofAll()).toEqual([0, 1, 1]);
    for (const reader of [carl, ada]) expect((await mark(reader, ticket, 'description')).status).toBe(204);
    expect(await ofAll()).toEqual([0, 0, 1]);
    await createReply(bea, ticket);
    expect(await ofAll()).toEqual([1, 1, 1]);
    for (const reader of [carl, ada]) await mark(reader, ticket, null);
    expect(await ofAll()).toEqual([1, 2, 1]);
  });

  it('counts replies of others after the read mark, and notes for agents only', async () => {
    const ticket = await createTicket(carl);
    const first = await createReply(carl, ticket);
    await createReply(ada, ticket, { internal: true });
    await createReply(ada, ticket);
    // The agents have no mark yet: the description is one more.
    expect([await unread(carl, ticket), await unread(ada, ticket), await unread(bea, ticket)]).toEqual([
      1, 2, 4,
    ]);
    await mark(bea, ticket, first.id);
    expect(await unread(bea, ticket)).toBe(2);
  });

  it('is zero after marking the last reply and grows with the next one', async () => {
    const ticket = await createTicket(carl);
    const last = await createReply(ada, ticket);
    expect((await mark(carl, ticket, last.id)).status).toBe(204);
    expect(await unread(carl, ticket)).toBe(0);
    await createReply(ada, ticket);
    expect(await unread(carl, ticket)).toBe(1);
  });

  it('counts all replies of others again after the mark is set to null', async () => {
    const ticket = await createTicket(carl);
    const reply = await createReply(ada, ticket);
    await mark(bea, ticket, reply.id);
    for (const reader of [bea, carl]) await mark(reader, ticket, null);
    expect([await unread(bea, ticket), await unread(carl, ticket)]).toEqual([2, 1]);
  });

  it('is per user: a mark changes nothing for other users and nothing on the ticket', async () => {
    const ticket = await createTicket(carl);
    const reply = await createReply(carl, ticket);
    const { version, updatedAt } = await read(ada, ticket);
    const { seq } = await counts(ada);
    await mark(ada, ticket, reply.id);
    expect(await unread(bea, ticket)).toBe(2);
    expect(await read(bea, ticket)).toMatchObject({ version, updatedAt });
    expect((await counts(ada)).seq).toBe(seq);
  });

  it('AZ-4 is marked only up to a reply of this ticket that the user can see', async () => {
    const [ticket, other] = [await createTicket(carl), await createTicket(carl)];
    const note = await createReply(ada, ticket, { internal: true });
    const elsewhere = await createReply(ada, other);
    for (const upTo of [note.id, elsewhere.id, crypto.randomUUID()]) {
      expect(await mark(carl, ticket, upTo)).toMatchObject({
        status: 400,
        body: { code: 'invalid', errors: [{ path: 'upTo' }] },
      });
    }
    expect((await mark(ada, ticket, note.id)).status).toBe(204);
  });

  it.each([{}, { upTo: 7 }, { upTo: 'nonsense' }, { upTo: null, more: 1 }])(
    'returns 400 for %j',
    async (body) => {
      const { id } = await createTicket(carl);
      expect((await carl.put(`/api/tickets/${id}/read`, body)).status).toBe(400);
    },
  );
});

describe('GET /api/tickets/counts', () => {
  it('counts the user’s visible tickets by status', async () => {
    const lena = await app.createUser('customer', 'Lena');
    await createTicket(lena);
    await createTicketInStatus('resolved', lena, ada);
    const { status, mine, unassigned } = await counts(lena);
    expect(status).toEqual({ open: 1, in_progress: 0, waiting_on_customer: 0, resolved: 1, reopened: 0 });
    expect([mine, unassigned]).toEqual([0, 0]);
  });

  it('counts only unresolved tickets as mine and unassigned', async () => {
    const cleo = await app.createUser('agent', 'Cleo');
    const before = await counts(cleo);
    await createTicketInStatus('waiting_on_customer', carl, cleo);
    const done = await createTicketInStatus('resolved', carl, cleo);
    await createTicket(carl);
    expect(await counts(cleo)).toMatchObject({ mine: before.mine + 1, unassigned: before.unassigned + 1 });
    await cleo.delete(`/api/tickets/${done.id}/assign`);
    expect((await counts(cleo)).unassigned).toBe(before.unassigned + 1);
  });

  it('counts tickets with unread replies, not the replies', async () => {
    const lena = await app.createUser('customer', 'Lena');
    const ticket = await createTicket(lena);
    await createReply(ada, ticket);
    const last = await createReply(ada, ticket);
    await createReply(ada, await createTicket(lena), { internal: true });
    expect((await counts(lena)).unread).toBe(1);
    await mark(lena, ticket, last.id);
    expect((await counts(lena)).unread).toBe(0);
  });

  it('counts an agent’s unread tickets only while they are unresolved, and mine or unassigned', async () => {
    const cleo = await app.createUser('agent', 'Cleo');
    const before = (await counts(cleo)).unread;
    const added = async () => (await counts(cleo)).unread - before;
    const mine = await createTicketInStatus('in_progress', carl, cleo);
    const adas = await createTicketInStatus('in_progress', carl, ada);
    await createTicketInStatus('resolved', carl, cleo);
    const free = await createTicket(carl);
    expect(await added()).toBe(2);
    await mark(cleo, free, 'description');
    expect(await added()).toBe(1);
    await createReply(carl, free);
    expect(await added()).toBe(2);
    await ada.post(`/api/tickets/${free.id}/assign`);
    expect(await added()).toBe(1);
    await ada.delete(`/api/tickets/${adas.id}/assign`);
    expect(await added()).toBe(2);
    await changeStatus(cleo, mine, 'resolved');
    expect(await added()).toBe(1);
  });

  it('counts a reply by others that the agent has answered without marking it read', async () => {
    const cleo = await app.createUser('agent', 'Cleo');
    const ticket = await createTicket(carl);
    await mark(cleo, ticket, 'description');
    const before = (await counts(cleo)).unread;
    await createReply(carl, ticket);
    await createReply(cleo, ticket);
    expect((await counts(cleo)).unread - before).toBe(1);
  });

  it('equals the unread counts in the agent’s list, for random replies, notes, read marks and assignees', async () => {
    const cleo = await app.createUser('agent', 'Cleo');
    const random = createRandom(SEED);
    const monologue = await createTicket(carl);
    await mark(cleo, monologue, (await createReply(cleo, monologue)).id);
    for (let i = 0; i < 24; i += 1) {
      const ticket = await createTicket(carl);
      const written: Reply[] = [];
      while (random.chance(0.7)) {
        const author = random.pick([ada, cleo, cleo, carl]);
        const internal = author !== carl && random.chance(0.3);
        written.push(await createReply(author, ticket, { internal }));
      }
      if (written.length > 0 && random.chance(0.5)) await mark(cleo, ticket, random.pick(written).id);
      if (random.chance(0.2)) await mark(cleo, ticket, random.pick([null, 'description']));
      if (random.chance(0.5)) await random.pick([ada, cleo]).post(`/api/tickets/${ticket.id}/assign`);
      if (random.chance(0.3)) await ada.patch(`/api/tickets/${ticket.id}`, { status: 'resolved' });
    }
    const { body } = await cleo.get<{ tickets: Ticket[] }>('/api/tickets?limit=100');
    const concerns = (one: Ticket) =>
      one.status !== 'resolved' && (one.agent === null || one.agent.id === cleo.user.id);
    const unread = body.tickets.filter((one) => one.unread > 0 && concerns(one));
    expect((await counts(cleo)).unread, `CHAOS_SEED=${SEED}`).toBe(unread.length);
  });

  it('carries the user’s seq', async () => {
    const lena = await app.createUser('customer', 'Lena');
    expect((await counts(lena)).seq).toBe(0);
    const ticket = await createTicket(lena);
    await createReply(ada, ticket, { internal: true });
    expect((await counts(lena)).seq).toBe(1);
    expect((await counts(ada)).seq).toBe((await app.sql('select max(seq) as head from events'))[0]?.head);
  });
});

describe('the thread', () => {
  const thread = async (length: number) => {
    const ticket = await createTicket(carl);
    for (let i = 1; i <= length; i += 1) await createReply(carl, ticket, `${i}`);
    return ticket;
  };
  const texts = ({ replies }: { replies: Reply[] }) => replies.map(({ content }) => content);
  type Page = { replies: Reply[]; hasEarlier: boolean };
  const page = async (user: TestUser, { id }: { id: number }, query: string) =>
    (await user.get<Page>(`/api/tickets/${id}/replies${query}`)).body;

  it('is complete and oldest first by default, or limited to the latest replies', async () => {
    const ticket = await thread(5);
    const [whole, latest] = [await read(carl, ticket), await read(carl, ticket, '?replies=2')];
    expect([texts(whole), whole.hasEarlier]).toEqual([['1', '2', '3', '4', '5'], false]);
    expect([texts(latest), latest.hasEarlier]).toEqual([['4', '5'], true]);
    expect((await read(carl, ticket, '?replies=5')).hasEarlier).toBe(false);
  });

  it('is paged backwards without gap or overlap', async () => {
    const ticket = await thread(7);
    const collected: string[] = [];
    let at = await page(carl, ticket, '?limit=3');
    for (;;) {
      collected.unshift(...texts(at));
      if (!at.hasEarlier) break;
      at = await page(carl, ticket, `?limit=3&before=${at.replies[0]?.id}`);
    }
    expect(collected).toEqual(['1', '2', '3', '4', '5', '6', '7']);
  });

  it('has full pages for a customer although notes lie between', async () => {
    const ticket = await createTicket(carl);
    for (const text of ['1', '2', '3']) {
      await createReply(carl, ticket, text);
      await createReply(ada, ticket, { internal: true });
    }
    const { hasEarlier, replies } = await page(carl, ticket, '?limit=2');
    expect([texts({ replies }), hasEarlier]).toEqual([['2', '3'], true]);
    expect((await page(carl, ticket, '?limit=3')).hasEarlier).toBe(false);
  });

  it('AZ-4 is paged only from a reply of this ticket that the user can see', async () => {
    const [ticket, other] = [await thread(1), await thread(1)];
    const note = await createReply(ada, ticket, { internal: true });
    const elsewhere = (await read(carl, other)).replies[0];
    for (const before of [note.id, elsewhere?.id, crypto.randomUUID(), 'nonsense']) {
      const answer = await carl.get(`/api/tickets/${ticket.id}/replies?before=${before}`);
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid', errors: [{ path: 'before' }] } });
    }
  });

  it('carries the seq from which live events continue', async () => {
    const ticket = await thread(2);
    const { seq } = await read(carl, ticket);
    const watching = await app.openSocket(carl, { after: seq });
    await createReply(ada, ticket, 'Next');
    await watching.waitForEvents(1);
    expect(watching.events).toMatchObject([{ seq: seq + 1, reply: { content: 'Next' } }]);
  });
});

describe('GET /api/tickets/:id/events', () => {
  type History = { events: { seq: number; type: string; replyId?: string; internal?: boolean }[] };
  const history = async (user: TestUser, { id }: { id: number }) =>
    (await user.get<History>(`/api/tickets/${id}/events`)).body.events;

  it('returns the ticket’s events in order, with reply ids instead of texts', async () => {
    const ticket = await createTicket(carl);
    const reply = await createReply(ada, ticket, { content: 'CANARY', status: 'in_progress' });
    const events = await history(ada, ticket);
    expect(events.map(({ type }) => type)).toEqual([
      'ticket.created',
      'reply.created',
      'ticket.assigned',
      'ticket.status_changed',
    ]);
    expect(events).toMatchObject([
      { actor: { id: carl.user.id } },
      { replyId: reply.id, internal: false, actor: { id: ada.user.id } },
      { agent: { id: ada.user.id, name: 'Ada' }, previousAgent: null },
      { from: 'open', to: 'in_progress' },
    ]);
    expect(JSON.stringify(events)).not.toContain('CANARY');
    for (const event of events) expect(event).not.toHaveProperty('ticket');
  });

  it('omits notes for the customer and uses the customer’s own seq', async () => {
    const lena = await app.createUser('customer', 'Lena');
    const ticket = await createTicket(lena);
    await createReply(ada, ticket, { internal: true });
    await changeStatus(ada, ticket, 'in_progress');
    const events = await history(lena, ticket);
    expect(events.map(({ seq, type }) => [seq, type])).toEqual([
      [1, 'ticket.created'],
      [2, 'ticket.assigned'],
      [3, 'ticket.status_changed'],
    ]);
  });
});
