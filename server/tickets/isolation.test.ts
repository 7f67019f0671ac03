import { afterAll, describe, expect, it } from 'vitest';
import { endpointNames } from '../../shared/contract.ts';
import { type EndpointName, paths } from '../../shared/paths.ts';
import {
  changeStatus,
  createReply,
  createTicket,
  createTicketInStatus,
  startTestApp,
  type TestResponse,
  type TestUser,
  waitFor,
} from '../testing/test-app.ts';

const app = await startTestApp();
afterAll(app.close);

const [carl, mallory, ada, bea] = await Promise.all([
  app.createUser('customer', 'Carl'),
  app.createUser('customer', 'Mallory'),
  app.createUser('agent', 'Ada'),
  app.createUser('agent', 'Bea'),
]);
const MISSING = 987_654_321;

/** A response without the parts that differ between any two responses. */
function comparable({ status, body, headers }: TestResponse<object>) {
  const { requestId: _, ...rest } = body as { requestId?: string };
  const stableHeaders = [...headers].filter(([name]) => !['x-request-id', 'date'].includes(name));
  return { status, body: rest, headers: stableHeaders };
}

/** Request bodies for each endpoint with a ticket id. A new endpoint without an entry does not compile. */
const BODIES: {
  [N in EndpointName as (typeof paths)[N] extends `${string} /api/tickets/:id${string}`
    ? N
    : never]: unknown[];
} = {
  showTicket: [undefined],
  listReplies: [undefined],
  showHistory: [undefined],
  changeTicket: [
    { status: 'resolved' },
    { status: 'reopened' },
    { priority: 'high' },
    { status: 'in_progress', version: 1 },
    { nonsense: 1 },
    {},
  ],
  assignTicket: [undefined, { takeover: true }, { nonsense: 1 }],
  releaseTicket: [undefined],
  addReply: [
    { content: 'Hello' },
    { content: 'Hello', internal: true },
    { content: 'Hello', status: 'reopened' },
    { content: 'Hello', status: 'resolved' },
    { content: 'Hello', lastSeenReplyId: null },
    { content: 'Hello', lastSeenReplyId: crypto.randomUUID() },
    { content: '' },
  ],
  markRead: [{ upTo: null }, { upTo: crypto.randomUUID() }, { nonsense: 1 }],
};
const CASES = Object.entries(BODIES).flatMap(([name, bodies]) =>
  bodies.map((body) => ({ name: name as EndpointName, body })),
);

describe('AZ-3 another customer’s ticket gets the same response as a missing one', () => {
  const foreign = createTicketInStatus('resolved', carl, ada);
  const send = async (user: TestUser, name: EndpointName, id: number | string, options: object) => {
    const [method, path] = paths[name].split(' ') as [string, string];
    return comparable(await user.call(method, path.replace(':id', String(id)), options));
  };

  it('covers every endpoint with a ticket id', () => {
    const withTicketId = endpointNames.filter((name) => paths[name].includes('/tickets/:id'));
    expect(Object.keys(BODIES).toSorted()).toEqual(withTicketId.toSorted());
  });

  it.each(CASES)('$name with $body', async ({ name, body }) => {
    const { id } = await foreign;
    const before = await app.sql('select * from tickets where id = ?', [id]);
    const [foreignResponse, missingResponse] = [
      await send(mallory, name, id, { body }),
      await send(mallory, name, MISSING, { body }),
    ];
    expect(foreignResponse).toEqual(missingResponse);
    expect(foreignResponse.status).toBe(JSON.stringify(body)?.match(/nonsense|^{}$|""/) ? 400 : 404);
    expect(await app.sql('select * from tickets where id = ?', [id])).toEqual(before);
  });

  it('for HEAD', async () => {
    const { id } = await foreign;
    const [foreignResponse, missingResponse] = await Promise.all(
      [id, MISSING].map(async (one) => comparable(await mallory.call('HEAD', `/api/tickets/${one}`))),
    );
    expect(foreignResponse).toMatchObject({ status: 404 });
    expect(foreignResponse?.headers).toEqual(missingResponse?.headers);
  });

  it('with a valid or invalid query', async () => {
    const { id } = await foreign;
    const reply = await createReply(carl, await foreign);
    for (const query of ['?replies=1', '?replies=0', '?x=1']) {
      const get = async (one: number) => comparable(await mallory.get(`/api/tickets/${one}${query}`));
      expect(await get(id)).toEqual(await get(MISSING));
    }
    const page = async (one: number) =>
      comparable(await mallory.get(`/api/tickets/${one}/replies?before=${reply.id}`));
    expect(await page(id)).toEqual(await page(MISSING));
  });

  it('with an Idempotency-Key that the owner has used on it', async () => {
    const { id } = await foreign;
    const key = crypto.randomUUID();
    await carl.post(`/api/tickets/${id}/replies`, { content: 'Hello' }, { key });
    const reply = (id: number) => send(mallory, 'addReply', id, { body: { content: 'Hello' }, key });
    expect(await reply(id)).toEqual(await reply(MISSING));
  });

  it('on a socket', async () => {
    const { id } = await foreign;
    const { emitWithAck } = await app.openSocket(mallory);
    for (const [event, payload] of [
      ['ticket:view', (one: number) => one],
      ['ticket:typing', (one: number) => ({ id: one, internal: false })],
    ] as const) {
      const response = await emitWithAck(event, payload(id));
      expect(response).toMatchObject({ ok: false, error: { code: 'not_found', status: 404 } });
      const { error: first } = response as { error: object };
      const { error: second } = (await emitWithAck(event, payload(MISSING))) as { error: object };
      expect({ ...first, requestId: '' }).toEqual({ ...second, requestId: '' });
    }
  });
});

describe('AZ-6 counts and searches', () => {
  it('lists, totals, counts, search and events contain only the customer’s own tickets', async () => {
    await createTicketInStatus('resolved', carl, ada);
    const nina = await app.createUser('customer', 'Nina');
    const own = await createTicket(nina, { subject: 'Mine' });
    const list = (query = '') =>
      nina.get<{ tickets: { id: number }[]; total: number; seq: number }>(`/api/tickets${query}`);
    expect((await list()).body).toMatchObject({ tickets: [{ id: own.id }], total: 1, seq: 1 });
    for (const query of [
      '?q=broke&status=resolved',
      `?assignee=${ada.user.id}`,
      '?q=carl',
      `?q=${carl.user.email}`,
      `?q=%23${own.id - 1}`,
    ]) {
      expect((await list(query)).body).toMatchObject({ tickets: [], total: 0 });
    }
    const { body: counts } = await nina.get('/api/tickets/counts');
    expect(counts).toEqual({
      status: { open: 1, in_progress: 0, waiting_on_customer: 0, resolved: 0, reopened: 0 },
      mine: 0,
      unassigned: 0,
      unread: 0,
      seq: 1,
    });
    const { body: stream } = await nina.get<{ events: object[] }>('/api/events');
    expect(stream).toMatchObject({ events: [{ seq: 1, ticketId: own.id }], seq: 1 });
  });
});

describe('AZ-10 customers receive nothing that is not theirs', () => {
  /** Reads every endpoint that a customer can read. */
  async function readEverything(customer: TestUser, own: { id: number }[]) {
    const urls = [
      '/api/tickets',
      '/api/tickets/counts',
      '/api/events',
      '/api/tickets?q=canary',
      '/api/tickets?sort=waiting',
      '/api/desk',
    ];
    for (const { id } of own)
      urls.push(...['', '/replies', '/events'].map((rest) => `/api/tickets/${id}${rest}`));
    for (const path of urls) await customer.get(path);
  }

  it('RT-5 no notes, no agents’ e-mail addresses, no other customers’ tickets', async () => {
    const agents = await Promise.all([app.createUser('agent', 'Gus'), app.createUser('agent', 'Hal')]);
    const [gus, hal] = agents as [TestUser, TestUser];
    const [nina, otto] = await Promise.all([
      app.createUser('customer', 'Nina'),
      app.createUser('customer', 'Otto'),
    ]);
    const live = await app.openSocket(nina);
    const secrets = ['CANARY-NOTE', 'CANARY-OTTO', gus.user.email, hal.user.email, otto.user.email];

    const foreign = await createTicket(otto, { subject: 'CANARY-OTTO', description: 'CANARY-OTTO' });
    await createReply(otto, foreign, 'CANARY-OTTO');
    const own = await createTicket(nina);
    const supporting = await app.openSocket(gus);
    await createReply(gus, own, { content: 'CANARY-NOTE one', internal: true });
    await supporting.emitWithAck('ticket:typing', { id: own.id, internal: true });
    await changeStatus(gus, own, 'in_progress');
    await gus.patch(`/api/tickets/${own.id}`, { priority: 'high' });
    await createReply(hal, own, {
      content: 'CANARY-NOTE two',
      internal: true,
      status: 'waiting_on_customer',
    });
    await createReply(nina, own, 'Here it is');
    await hal.post(`/api/tickets/${own.id}/assign`, { takeover: true });
    await gus.patch(`/api/tickets/${own.id}`, { priority: 'low', version: 1 });
    const last = await createReply(hal, own, { content: 'Done', status: 'resolved' });
    await waitFor(() => live.frames.some((frame) => frame.includes(last.id)));
    const reconnected = await app.openSocket(nina, { after: 0 });
    await readEverything(nina, [own]);
    await nina.post(`/api/tickets/${own.id}/replies`, { content: 'Hm', lastSeenReplyId: null });
    await nina.patch(`/api/tickets/${own.id}`, { status: 'reopened', version: 1 });

    const allReceived = [...nina.received, ...live.frames, ...reconnected.frames].join('\n');
    expect(allReceived).toContain('Done');
    for (const secret of secrets) expect(allReceived).not.toContain(secret);
  });

  it('RT-6 a customer’s seq has no gaps for notes and other customers’ events', async () => {
    const [nina, otto] = await Promise.all([
      app.createUser('customer', 'Nina'),
      app.createUser('customer', 'Otto'),
    ]);
    const [own, foreign] = [await createTicket(nina), await createTicket(otto)];
    const live = await app.openSocket(nina, { after: 0 });
    for (let i = 0; i < 5; i += 1) {
      await createReply(ada, own, { internal: true });
      await createReply(otto, foreign);
      await createReply(bea, own, `${i}`);
    }
    await live.waitForEvents(6);
    expect(live.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('RT-5 a note changes no response of a customer', async () => {
    const ticket = await createTicket(carl);
    await createReply(ada, ticket);
    const readAll = async () =>
      Promise.all(
        [
          `/api/tickets/${ticket.id}`,
          `/api/tickets/${ticket.id}/replies`,
          `/api/tickets/${ticket.id}/events`,
          '/api/tickets',
          '/api/tickets/counts',
          '/api/events',
        ].map(async (path) => (await carl.get<object>(path)).body),
      );
    const before = await readAll();
    await createReply(ada, ticket, { content: 'CANARY', internal: true });
    expect(await readAll()).toEqual(before);
  });
});
