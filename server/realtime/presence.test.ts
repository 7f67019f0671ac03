import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AgentPresence, CustomerPresence } from '../../shared/events.ts';
import { recordQueries } from '../testing/query-recorder.ts';
import { createTicket, startTestApp, type TestSocket, waitFor } from '../testing/test-app.ts';
import { createPresence } from './presence.ts';

describe('presence over time', () => {
  const ADA = { id: 1, name: 'Ada', role: 'agent' } as const;
  const BEA = { id: 2, name: 'Bea', role: 'agent' } as const;
  const [TICKET, CUSTOMER] = [7, 42];
  let presence: ReturnType<typeof createPresence>;
  let agents: AgentPresence[];
  let customers: CustomerPresence[];

  beforeEach(() => {
    vi.useFakeTimers();
    [agents, customers] = [[], []];
    presence = createPresence({
      agents: (state) => agents.push(state),
      customer: (id, state) => id === CUSTOMER && customers.push(state),
    });
  });
  afterEach(() => {
    presence.stop();
    vi.useRealTimers();
  });
  const viewers = () => agents.at(-1)?.viewers.map(({ user, state }) => `${user.name} ${state}`);
  const seconds = (n: number) => vi.advanceTimersByTime(n * 1000);

  it('lists a viewer until 25 seconds after the last view message', () => {
    presence.view('tab', ADA, TICKET, CUSTOMER);
    expect(viewers()).toEqual(['Ada viewing']);
    seconds(20);
    presence.view('tab', ADA, TICKET, CUSTOMER);
    seconds(24);
    expect(viewers()).toEqual(['Ada viewing']);
    seconds(3);
    expect(viewers()).toEqual([]);
  });

  it('lists an agent as replying until 5 seconds after the last keystroke, then as viewing', () => {
    presence.view('tab', ADA, TICKET, CUSTOMER);
    presence.type('tab', ADA, TICKET, CUSTOMER, false);
    expect(viewers()).toEqual(['Ada replying']);
    expect(customers).toEqual([{ ticketId: TICKET, replying: true }]);
    seconds(7);
    expect(viewers()).toEqual(['Ada viewing']);
    expect(customers.at(-1)).toEqual({ ticketId: TICKET, replying: false });
  });

  it('sends the customer neither viewers nor the typing of a note', () => {
    presence.view('tab', ADA, TICKET, CUSTOMER);
    presence.type('tab', ADA, TICKET, CUSTOMER, true);
    seconds(60);
    expect(customers).toEqual([]);
    expect(agents.map(({ viewers }) => viewers[0]?.state)).toEqual([
      'viewing',
      'replying',
      'viewing',
      undefined,
    ]);
  });

  it('sends the customer an end when the reply becomes a note', () => {
    presence.type('tab', ADA, TICKET, CUSTOMER, false);
    presence.type('tab', ADA, TICKET, CUSTOMER, true);
    expect(customers.map(({ replying }) => replying)).toEqual([true, false]);
  });

  it('ends `replying` when the reply has arrived', () => {
    presence.type('tab', ADA, TICKET, CUSTOMER, false);
    presence.clearTyping(TICKET, ADA.id);
    expect(viewers()).toEqual(['Ada viewing']);
    expect(customers.at(-1)).toEqual({ ticketId: TICKET, replying: false });
  });

  it('sends no state twice', () => {
    for (let i = 0; i < 5; i += 1) {
      presence.type('tab', ADA, TICKET, CUSTOMER, false);
      seconds(1);
    }
    expect([agents.length, customers.length]).toEqual([1, 1]);
  });

  it('lists a user once for several tabs, until the last is closed', () => {
    presence.view('tab', ADA, TICKET, CUSTOMER);
    presence.view('other tab', ADA, TICKET, CUSTOMER);
    presence.view('bea', BEA, TICKET, CUSTOMER);
    expect(viewers()).toEqual(['Ada viewing', 'Bea viewing']);
    presence.leave('tab', TICKET);
    expect(viewers()).toEqual(['Ada viewing', 'Bea viewing']);
    presence.leave('other tab');
    expect(viewers()).toEqual(['Bea viewing']);
  });

  it('RT-14 holds no state of closed sockets', () => {
    presence.view('tab', ADA, TICKET, CUSTOMER);
    presence.view('tab', ADA, TICKET + 1, CUSTOMER);
    presence.leave('tab');
    expect(presence.snapshot()).toEqual([]);
  });
});

it('RT-14 a socket that leaves costs the tickets it watches, not those of all sockets', () => {
  const presence = createPresence({ agents: () => {}, customer: () => {} });
  const CUSTOMER = 42;
  const agent = (id: number) => ({ id, name: `Agent ${id}`, role: 'agent' }) as const;
  const leaveMany = () => {
    const startedAt = performance.now();
    for (let i = 0; i < 1000; i += 1) {
      presence.view('tab', agent(1), i, CUSTOMER);
      presence.leave('tab');
    }
    return performance.now() - startedAt;
  };
  leaveMany();
  const alone = leaveMany();
  for (let id = 1; id <= 10_000; id += 1) presence.view(`other ${id}`, agent(id), id, CUSTOMER);
  expect(leaveMany()).toBeLessThan(500 + 20 * alone);
  presence.stop();
});

describe('presence on the wire', async () => {
  const app = await startTestApp();
  afterAll(app.close);
  const [carl, lena, ada, bea] = await Promise.all([
    app.createUser('customer', 'Carl'),
    app.createUser('customer', 'Lena'),
    app.createUser('agent', 'Ada'),
    app.createUser('agent', 'Bea'),
  ]);
  const received = (watcher: TestSocket) =>
    watcher.otherMessages.filter(({ name }) => name === 'presence').map(({ payload }) => payload);
  const viewing = { user: { id: ada.user.id, name: 'Ada' }, state: 'viewing' };

  it('agents receive the viewers, the customer only that support is replying', async () => {
    const ticket = await createTicket(carl);
    const [viewer, colleague, customer, other] = await Promise.all(
      [ada, bea, carl, lena].map((user) => app.openSocket(user)),
    );
    if (!viewer || !colleague || !customer || !other) throw new Error('A watcher is missing.');
    expect(await viewer.emitWithAck('ticket:view', ticket.id)).toEqual({ ok: true });
    expect(await viewer.emitWithAck('ticket:typing', { id: ticket.id, internal: false })).toEqual({
      ok: true,
    });
    expect(await viewer.emitWithAck('ticket:leave', ticket.id)).toEqual({ ok: true });
    await waitFor(() => received(colleague).length === 3 && received(customer).length === 2);
    expect(received(colleague)).toEqual([
      { ticketId: ticket.id, viewers: [viewing] },
      { ticketId: ticket.id, viewers: [{ ...viewing, state: 'replying' }] },
      { ticketId: ticket.id, viewers: [] },
    ]);
    expect(received(customer)).toEqual([
      { ticketId: ticket.id, replying: true },
      { ticketId: ticket.id, replying: false },
    ]);
    expect(received(other)).toEqual([]);
  });

  it('an agent who connects later receives the current state', async () => {
    const ticket = await createTicket(carl);
    const viewer = await app.openSocket(ada);
    await viewer.emitWithAck('ticket:view', ticket.id);
    const later = await app.openSocket(bea);
    await waitFor(() => received(later).length === 1);
    expect(received(later)).toEqual([{ ticketId: ticket.id, viewers: [viewing] }]);
    viewer.socket.disconnect();
  });

  it('a customer who views later receives that support is replying', async () => {
    const ticket = await createTicket(carl);
    const viewer = await app.openSocket(ada);
    await viewer.emitWithAck('ticket:typing', { id: ticket.id, internal: false });
    const later = await app.openSocket(carl);
    await later.emitWithAck('ticket:view', ticket.id);
    await waitFor(() => received(later).length === 1);
    expect(received(later)).toEqual([{ ticketId: ticket.id, replying: true }]);
    viewer.socket.disconnect();
  });

  it('a lost connection removes the viewer', async () => {
    const ticket = await createTicket(carl);
    const [viewer, colleague] = await Promise.all([app.openSocket(ada), app.openSocket(bea)]);
    await viewer.emitWithAck('ticket:view', ticket.id);
    viewer.socket.io.engine.close();
    await waitFor(() => (received(colleague).at(-1) as AgentPresence | undefined)?.viewers.length === 0);
  });

  it('a customer who views or types is not shown to agents', async () => {
    const ticket = await createTicket(carl);
    const [customer, agent] = await Promise.all([app.openSocket(carl), app.openSocket(ada)]);
    const before = received(agent).length;
    expect(await customer.emitWithAck('ticket:view', ticket.id)).toEqual({ ok: true });
    expect(await customer.emitWithAck('ticket:typing', { id: ticket.id, internal: false })).toEqual({
      ok: true,
    });
    await createTicket(lena);
    await agent.waitForEvents(1);
    expect(received(agent)).toHaveLength(before);
  });

  it('the typing of a customer who views the ticket costs no query', async () => {
    const ticket = await createTicket(carl);
    const customer = await app.openSocket(carl);
    const queries = recordQueries();
    const type = () => customer.emitWithAck('ticket:typing', { id: ticket.id, internal: false });
    try {
      // Proves that the recorder sees the queries of the socket's messages.
      expect(
        (await queries.during(() => customer.emitWithAck('ticket:view', ticket.id))).length,
      ).toBeGreaterThan(0);
      const recorded = await queries.during(async () => expect(await type()).toEqual({ ok: true }));
      expect(recorded.filter(({ sql }) => /from "?(tickets|sessions)/.test(sql))).toEqual([]);
    } finally {
      queries.stop();
    }
  });

  it('a renamed agent is shown by the new name in all tabs after the next message', async () => {
    const ticket = await createTicket(carl);
    const renamed = await app.createUser('agent', 'Old');
    const [first, second, colleague] = await Promise.all([
      app.openSocket(renamed),
      app.openSocket(renamed),
      app.openSocket(bea),
    ]);
    await first.emitWithAck('ticket:view', ticket.id);
    await second.emitWithAck('ticket:view', ticket.id);
    expect((await renamed.patch('/api/auth/me', { name: 'New' })).status).toBe(200);
    await first.emitWithAck('ticket:view', ticket.id);
    await waitFor(() => received(colleague).length >= 2);
    expect(received(colleague)).toEqual([
      { ticketId: ticket.id, viewers: [{ user: { id: renamed.user.id, name: 'Old' }, state: 'viewing' }] },
      { ticketId: ticket.id, viewers: [{ user: { id: renamed.user.id, name: 'New' }, state: 'viewing' }] },
    ]);
    first.socket.disconnect();
    second.socket.disconnect();
  });

  describe('on many tickets', async () => {
    const TICKETS = 200;
    const tickets = await Promise.all(Array.from({ length: TICKETS }, () => createTicket(carl)));
    const ids = tickets.map(({ id }) => id).toSorted((a, b) => a - b);
    let viewer: TestSocket;
    beforeEach(async () => {
      viewer = await app.openSocket(ada);
      for (const id of ids) await viewer.emitWithAck('ticket:view', id);
    });
    afterEach(() => void viewer.socket.disconnect());

    it('reaches an agent whose handshake requests a snapshot as one packet', async () => {
      const socket = app.connect({ token: bea.token, presenceSnapshot: true });
      const names: string[] = [];
      const present: AgentPresence[] = [];
      socket.onAny((name, { tickets = [] }: { tickets?: AgentPresence[] }) => {
        names.push(name);
        present.push(...tickets);
      });
      await waitFor(() => names.length >= 2);
      expect(names).toEqual(['ready', 'presence:snapshot']);
      expect(present.map(({ ticketId }) => ticketId).toSorted((a, b) => a - b)).toEqual(ids);
      expect(present.every(({ viewers }) => viewers.length === 1)).toBe(true);
    });

    it('reaches no customer', async () => {
      const socket = app.connect({ token: carl.token, presenceSnapshot: true });
      const names: string[] = [];
      socket.onAny((name) => names.push(name));
      await waitFor(() => names.includes('ready'));
      await socket.emitWithAck('ticket:leave', 1);
      expect(names).toEqual(['ready']);
    });

    it('RT-13 reaches other agents packet by packet, as fast as they read', async () => {
      const url = `${app.url}/socket.io/?EIO=4&transport=polling`;
      const { sid } = JSON.parse((await (await fetch(url)).text()).slice(1));
      await fetch(`${url}&sid=${sid}`, { method: 'POST', body: `40${JSON.stringify({ token: bea.token })}` });
      const counts: number[] = [];
      const present: number[] = [];
      while (present.length < TICKETS) {
        const packets = (await (await fetch(`${url}&sid=${sid}`)).text()).split('\x1e');
        counts.push(packets.length);
        for (const packet of packets)
          if (packet.startsWith('42["presence"')) present.push(JSON.parse(packet.slice(2))[1].ticketId);
      }
      expect(present.toSorted((a, b) => a - b)).toEqual(ids);
      expect(Math.max(...counts)).toBeLessThan(100);
    });
  });
});
