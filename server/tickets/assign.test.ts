import { afterAll, describe, expect, it } from 'vitest';
import { createTicket, createTicketInStatus, startTestApp } from '../testing/test-app.ts';

const app = await startTestApp();
afterAll(app.close);

const [carl, ada, bea] = await Promise.all([
  app.createUser('customer'),
  app.createUser('agent', 'Ada'),
  app.createUser('agent', 'Bea'),
]);
const asAgent = ({ user: { id, name } }: typeof ada) => ({ id, name });

const eventsOf = async (id: number) =>
  (await app.sql('select type from events where ticket_id = ? order by seq', [id])).map(({ type }) => type);
const path = ({ id }: { id: number }) => `/api/tickets/${id}/assign`;

describe('POST /api/tickets/:id/assign', () => {
  it.each(['open', 'reopened'] as const)(
    'moves an unassigned ticket to in_progress, but not the agent’s own (%s)',
    async (status) => {
      const ticket = await createTicketInStatus(status, carl, ada);
      const { status: code, body } = await ada.post(path(ticket));
      const already = status === 'reopened';
      expect(code).toBe(200);
      expect(body.agent).toEqual(asAgent(ada));
      expect(body.status).toBe(already ? 'reopened' : 'in_progress');
    },
  );

  it('moves a reopened ticket to in_progress after its release', async () => {
    const ticket = await createTicketInStatus('reopened', carl, ada);
    await ada.delete(path(ticket));
    expect((await bea.post(path(ticket))).body).toMatchObject({ status: 'in_progress', agent: asAgent(bea) });
  });

  it.each(['in_progress', 'waiting_on_customer', 'resolved'] as const)(
    'keeps the status %s',
    async (status) => {
      const ticket = await createTicketInStatus(status, carl, ada);
      await ada.delete(path(ticket));
      expect((await bea.post(path(ticket))).body).toMatchObject({ status, agent: asAgent(bea) });
    },
  );

  it('increments the version once and emits assigned, then status_changed', async () => {
    const ticket = await createTicket(carl);
    expect((await ada.post(path(ticket), {})).body.version).toBe(ticket.version + 1);
    expect(await eventsOf(ticket.id)).toEqual(['ticket.created', 'ticket.assigned', 'ticket.status_changed']);
  });

  it('returns 200 without a change for the agent’s own ticket', async () => {
    const ticket = await createTicketInStatus('in_progress', carl, ada);
    const before = await eventsOf(ticket.id);
    for (const body of [undefined, { takeover: false }, { takeover: true }]) {
      expect(await ada.post(path(ticket), body)).toMatchObject({
        status: 200,
        body: { version: ticket.version },
      });
    }
    expect(await eventsOf(ticket.id)).toEqual(before);
  });

  it('returns 409 with the assignee for a colleague’s ticket', async () => {
    const ticket = await createTicketInStatus('in_progress', carl, ada);
    for (const body of [undefined, {}, { takeover: false }]) {
      const answer = await bea.post(path(ticket), body);
      expect(answer).toMatchObject({ status: 409, body: { code: 'already_assigned', agent: asAgent(ada) } });
    }
  });

  it('reassigns with takeover and names the previous agent', async () => {
    const ticket = await createTicketInStatus('waiting_on_customer', carl, ada);
    const socket = await app.openSocket(ada);
    expect((await bea.post(path(ticket), { takeover: true })).body.agent).toEqual(asAgent(bea));
    await socket.waitForEvents(1);
    expect(socket.events).toMatchObject([
      { type: 'ticket.assigned', agent: asAgent(bea), previousAgent: asAgent(ada) },
    ]);
  });

  it('AZ-9 returns 403 for customers', async () => {
    const ticket = await createTicket(carl);
    expect(await carl.post(path(ticket))).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await eventsOf(ticket.id)).toEqual(['ticket.created']);
  });

  it.each([{ takeover: 'true' }, { takeover: null }, { takeover: 1 }, { agentId: 1 }, []])(
    'refuses %j',
    async (body) => {
      expect(await ada.post(path(await createTicket(carl)), body)).toMatchObject({
        status: 400,
        body: { code: 'invalid' },
      });
    },
  );

  it('lets one of twenty concurrent agents win and returns the winner to the others', async () => {
    const ticket = await createTicket(carl);
    const agents = await Promise.all(
      Array.from({ length: 20 }, (_, i) => app.createUser('agent', `Agent ${i}`)),
    );
    const answers = await Promise.all(agents.map((agent) => agent.post(path(ticket))));
    const winner = answers.find(({ status }) => status === 200)?.body.agent;
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
    for (const { status, body } of answers) if (status === 409) expect(body.agent).toEqual(winner);
    expect(await eventsOf(ticket.id)).toEqual(['ticket.created', 'ticket.assigned', 'ticket.status_changed']);
  });
});

describe('DELETE /api/tickets/:id/assign', () => {
  it.each(['in_progress', 'waiting_on_customer', 'resolved', 'reopened'] as const)(
    'releases a ticket and keeps the status %s',
    async (status) => {
      const ticket = await createTicketInStatus(status, carl, ada);
      expect(await ada.delete(path(ticket))).toMatchObject({
        status: 200,
        body: { agent: null, status, version: ticket.version + 1 },
      });
      expect((await eventsOf(ticket.id)).at(-1)).toBe('ticket.assigned');
    },
  );

  it('is allowed for every agent', async () => {
    const ticket = await createTicketInStatus('in_progress', carl, ada);
    expect((await bea.delete(path(ticket))).body.agent).toBeNull();
  });

  it('changes nothing on an unassigned ticket', async () => {
    const ticket = await createTicket(carl);
    expect(await ada.delete(path(ticket))).toMatchObject({ status: 200, body: { version: ticket.version } });
    expect(await eventsOf(ticket.id)).toEqual(['ticket.created']);
  });

  it('AZ-9 returns 403 for customers', async () => {
    const ticket = await createTicketInStatus('in_progress', carl, ada);
    expect((await carl.delete(path(ticket))).status).toBe(403);
    expect((await ada.get(`/api/tickets/${ticket.id}`)).body.agent).toEqual(asAgent(ada));
  });
});
