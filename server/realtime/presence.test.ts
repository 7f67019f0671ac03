import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AgentPresence, CustomerPresence } from '../../shared/events.ts';
import { createTicket, startTestApp, type TestSocket, waitFor } from '../testing/test-app.ts';
import { createPresence } from './presence.ts';

describe('presence, as time goes by', () => {
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
  const now = () => agents.at(-1)?.viewers.map(({ user, state }) => `${user.name} ${state}`);
  const seconds = (n: number) => vi.advanceTimersByTime(n * 1000);

  it('shows a viewer until 25 seconds after their last word', () => {
    presence.view('tab', ADA, TICKET, CUSTOMER);
    expect(now()).toEqual(['Ada viewing']);
    seconds(20);
    presence.view('tab', ADA, TICKET, CUSTOMER);
    seconds(24);
    expect(now()).toEqual(['Ada viewing']);
    seconds(3);
    expect(now()).toEqual([]);
  });

  it('shows somebody writing until 5 seconds after their last keystroke, then as a viewer', () => {
    presence.view('tab', ADA, TICKET, CUSTOMER);
    presence.type('tab', ADA, TICKET, CUSTOMER, false);
    expect(now()).toEqual(['Ada replying']);
    expect(customers).toEqual([{ ticketId: TICKET, replying: true }]);
    seconds(7);
    expect(now()).toEqual(['Ada viewing']);
    expect(customers.at(-1)).toEqual({ ticketId: TICKET, replying: false });
  });

  it('tells the customer nothing of viewers and nothing of notes being written', () => {
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

  it('tells the customer that it is over when the reply turns into a note', () => {
    presence.type('tab', ADA, TICKET, CUSTOMER, false);
    presence.type('tab', ADA, TICKET, CUSTOMER, true);
    expect(customers.map(({ replying }) => replying)).toEqual([true, false]);
  });

  it('ends writing when what was written has arrived', () => {
    presence.type('tab', ADA, TICKET, CUSTOMER, false);
    presence.clearTyping(TICKET, ADA.id);
    expect(now()).toEqual(['Ada viewing']);
    expect(customers.at(-1)).toEqual({ ticketId: TICKET, replying: false });
  });

  it('says nothing twice', () => {
    for (let i = 0; i < 5; i += 1) {
      presence.type('tab', ADA, TICKET, CUSTOMER, false);
      seconds(1);
    }
    expect([agents.length, customers.length]).toEqual([1, 1]);
  });

  it('counts a person once, however many tabs they have, and until the last is gone', () => {
    presence.view('tab', ADA, TICKET, CUSTOMER);
    presence.view('other tab', ADA, TICKET, CUSTOMER);
    presence.view('bea', BEA, TICKET, CUSTOMER);
    expect(now()).toEqual(['Ada viewing', 'Bea viewing']);
    presence.leave('tab', TICKET);
    expect(now()).toEqual(['Ada viewing', 'Bea viewing']);
    presence.leave('other tab');
    expect(now()).toEqual(['Bea viewing']);
  });

  it('RT-14 keeps nothing of who is gone', () => {
    presence.view('tab', ADA, TICKET, CUSTOMER);
    presence.view('tab', ADA, TICKET + 1, CUSTOMER);
    presence.leave('tab');
    expect(presence.snapshot()).toEqual([]);
  });
});

describe('presence, on the wire', async () => {
  const app = await startTestApp();
  afterAll(app.close);
  const [carl, lena, ada, bea] = await Promise.all([
    app.createUser('customer', 'Carl'),
    app.createUser('customer', 'Lena'),
    app.createUser('agent', 'Ada'),
    app.createUser('agent', 'Bea'),
  ]);
  const heard = (watcher: TestSocket) =>
    watcher.otherMessages.filter(({ name }) => name === 'presence').map(({ payload }) => payload);
  const viewing = { user: { id: ada.user.id, name: 'Ada' }, state: 'viewing' };

  it('agents hear who looks, a customer only that support is writing to them', async () => {
    const ticket = await createTicket(carl);
    const [looking, colleague, customer, stranger] = await Promise.all(
      [ada, bea, carl, lena].map((who) => app.openSocket(who)),
    );
    if (!looking || !colleague || !customer || !stranger) throw new Error('Nobody watches');
    expect(await looking.emitWithAck('ticket:view', ticket.id)).toEqual({ ok: true });
    expect(await looking.emitWithAck('ticket:typing', { id: ticket.id, internal: false })).toEqual({
      ok: true,
    });
    expect(await looking.emitWithAck('ticket:leave', ticket.id)).toEqual({ ok: true });
    await waitFor(() => heard(colleague).length === 3 && heard(customer).length === 2);
    expect(heard(colleague)).toEqual([
      { ticketId: ticket.id, viewers: [viewing] },
      { ticketId: ticket.id, viewers: [{ ...viewing, state: 'replying' }] },
      { ticketId: ticket.id, viewers: [] },
    ]);
    expect(heard(customer)).toEqual([
      { ticketId: ticket.id, replying: true },
      { ticketId: ticket.id, replying: false },
    ]);
    expect(heard(stranger)).toEqual([]);
  });

  it('an agent who comes later hears what is so', async () => {
    const ticket = await createTicket(carl);
    const looking = await app.openSocket(ada);
    await looking.emitWithAck('ticket:view', ticket.id);
    const later = await app.openSocket(bea);
    await waitFor(() => heard(later).length === 1);
    expect(heard(later)).toEqual([{ ticketId: ticket.id, viewers: [viewing] }]);
    looking.socket.disconnect();
  });

  it('a customer who comes later hears that support is writing', async () => {
    const ticket = await createTicket(carl);
    const looking = await app.openSocket(ada);
    await looking.emitWithAck('ticket:typing', { id: ticket.id, internal: false });
    const later = await app.openSocket(carl);
    await later.emitWithAck('ticket:view', ticket.id);
    await waitFor(() => heard(later).length === 1);
    expect(heard(later)).toEqual([{ ticketId: ticket.id, replying: true }]);
    looking.socket.disconnect();
  });

  it('a lost connection is an empty place', async () => {
    const ticket = await createTicket(carl);
    const [looking, colleague] = await Promise.all([app.openSocket(ada), app.openSocket(bea)]);
    await looking.emitWithAck('ticket:view', ticket.id);
    looking.socket.io.engine.close();
    await waitFor(() => (heard(colleague).at(-1) as AgentPresence | undefined)?.viewers.length === 0);
  });

  it('a customer who looks or types is nobody’s business', async () => {
    const ticket = await createTicket(carl);
    const [customer, agent] = await Promise.all([app.openSocket(carl), app.openSocket(ada)]);
    const before = heard(agent).length;
    expect(await customer.emitWithAck('ticket:view', ticket.id)).toEqual({ ok: true });
    expect(await customer.emitWithAck('ticket:typing', { id: ticket.id, internal: false })).toEqual({
      ok: true,
    });
    await createTicket(lena);
    await agent.waitForEvents(1);
    expect(heard(agent)).toHaveLength(before);
  });
});
