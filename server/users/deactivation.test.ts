import { afterAll, describe, expect, it } from 'vitest';
import type { Account, Ticket } from '../../shared/schemas.ts';
import { STATUSES } from '../../shared/vocabulary.ts';
import { createTicket, createTicketInStatus, startTestApp, type TestUser } from '../testing/test-app.ts';
import { ON_POSTGRES } from '../testing/test-database.ts';
import { assignTicket } from '../tickets/commands.ts';
import { setActive as changeActive } from './users.ts';

const app = await startTestApp();
afterAll(app.close);

const ada = await app.createUser('agent', 'Ada');
const carl = await app.createUser('customer', 'Carl');
type Changed = Account & { released: number };
const setActive = async (user: TestUser, active: boolean) =>
  (await ada.patch<Changed>(`/api/users/${user.user.id}`, { active })).body;
const show = async ({ id }: Ticket) => (await ada.get<Ticket>(`/api/tickets/${id}`)).body;
const assignTo = (agent: TestUser, ticket: Ticket) => agent.post(`/api/tickets/${ticket.id}/assign`);

describe('WF-7 deactivating an agent', () => {
  it('releases their unresolved tickets, keeps the status, and answers how many', async () => {
    const ben = await app.createUser('agent', 'Ben');
    const tickets = await Promise.all(STATUSES.map((status) => createTicketInStatus(status, carl, ben)));
    // A new ticket has no assignee, so four of the five belong to Ben, one of them resolved.
    expect(await setActive(ben, false)).toEqual({ ...ben.user, active: false, released: 3 });
    const after = await Promise.all(tickets.map(show));
    expect(after.map(({ status }) => status)).toEqual(STATUSES);
    expect(after.filter(({ agent }) => agent).map(({ status }) => status)).toEqual(['resolved']);
  });

  it('keeps the assignee of a resolved ticket, and releases it when its customer reopens it', async () => {
    const ben = await app.createUser('agent', 'Ben');
    const { id } = await createTicketInStatus('resolved', carl, ben);
    await setActive(ben, false);
    const { body } = await carl.patch<Ticket>(`/api/tickets/${id}`, { status: 'reopened' });
    expect(body).toMatchObject({ status: 'reopened', agent: null });
    const { body: history } = await ada.get<{ events: { type: string; from?: string }[] }>(
      `/api/tickets/${id}/events`,
    );
    expect(history.events.slice(-2)).toMatchObject([
      { type: 'ticket.assigned', agent: null },
      { type: 'ticket.status_changed', to: 'reopened' },
    ]);
  });

  it('keeps the assignee of a resolved ticket, and releases it when its customer replies', async () => {
    const ben = await app.createUser('agent', 'Ben');
    const { id } = await createTicketInStatus('resolved', carl, ben);
    await setActive(ben, false);
    const { events, waitForEvents } = await app.openSocket(ada);
    await carl.post(`/api/tickets/${id}/replies`, { content: 'It happens again.' });
    await waitForEvents(2);
    const ticket = { status: 'resolved', agent: null };
    expect(events).toMatchObject([
      { type: 'reply.created', ticket },
      { type: 'ticket.assigned', agent: null, previousAgent: { id: ben.user.id }, ticket },
    ]);
  });

  it('does not touch the tickets of others', async () => {
    const [ben, bea] = [await app.createUser('agent', 'Ben'), await app.createUser('agent', 'Bea')];
    const ticket = await createTicket(carl);
    await assignTo(bea, ticket);
    expect((await setActive(ben, false)).released).toBe(0);
    expect((await show(ticket)).agent?.id).toBe(bea.user.id);
  });

  it('emits ticket.assigned with the deactivating agent as the actor, to agents and to the customer', async () => {
    const [ben, lena] = [await app.createUser('agent', 'Ben'), await app.createUser('customer', 'Lena')];
    const tickets = [await createTicket(lena), await createTicket(lena)];
    for (const ticket of tickets) await assignTo(ben, ticket);
    const sockets = [await app.openSocket(ada), await app.openSocket(lena)];
    await setActive(ben, false);
    for (const { events, waitForEvents } of sockets) {
      await waitForEvents(2);
      expect(events).toMatchObject(
        tickets.map(({ id }) => ({
          type: 'ticket.assigned',
          ticketId: id,
          actor: { id: ada.user.id },
          agent: null,
          previousAgent: { id: ben.user.id, name: 'Ben' },
          ticket: { agent: null, status: 'in_progress', version: 3 },
        })),
      );
    }
  });

  it('releases more tickets than are in memory at a time', async () => {
    const ben = await app.createUser('agent', 'Ben');
    const tickets = await Promise.all(Array.from({ length: 230 }, () => createTicket(carl)));
    for (const ticket of tickets) await assignTo(ben, ticket);
    expect((await setActive(ben, false)).released).toBe(230);
    const { body } = await ada.get<{ total: number }>(`/api/tickets?assignee=${ben.user.id}`);
    expect(body.total).toBe(0);
  });

  it('and all releases are one transaction: a failure changes nothing', async () => {
    const ben = await app.createUser('agent', 'Ben');
    const tickets = [await createTicket(carl), await createTicket(carl)];
    for (const ticket of tickets) await assignTo(ben, ticket);
    const failing = 'create trigger refuse_release before update on tickets';
    if (ON_POSTGRES) {
      await app.sql(
        "create function refuse() returns trigger language plpgsql as 'begin raise exception using message = 1; end'",
      );
      await app.sql(`${failing} for each row when (new.id = ${tickets[1]?.id}) execute function refuse()`);
    } else await app.sql(`${failing} when new.id = ${tickets[1]?.id} begin select raise(abort, 'full'); end`);
    const { status } = await ada.patch(`/api/users/${ben.user.id}`, { active: false });
    await app.sql(`drop trigger refuse_release ${ON_POSTGRES ? 'on tickets' : ''}`);
    expect(status).toBeGreaterThanOrEqual(500);
    expect((await Promise.all(tickets.map(show))).map(({ agent }) => agent?.id)).toEqual(
      Array(2).fill(ben.user.id),
    );
    expect((await ben.get('/api/auth/me')).status).toBe(200);
  });

  it('answers released: 0 for a customer and for a reactivation', async () => {
    const [ben, lena] = [await app.createUser('agent', 'Ben'), await app.createUser('customer', 'Lena')];
    await createTicket(lena);
    expect((await setActive(lena, false)).released).toBe(0);
    await setActive(ben, false);
    expect(await setActive(ben, true)).toEqual({ ...ben.user, active: true, released: 0 });
  });

  it('SE-9 refuses a command of theirs that is already authenticated', async () => {
    const ben = await app.createUser('agent', 'Ben');
    const ticket = await createTicket(carl);
    await setActive(ben, false);
    const late = assignTicket(app.orm.em.fork(), { ...ben.user }, ticket.id, false);
    await expect(late).rejects.toMatchObject({ code: 'unauthenticated' });
    expect((await show(ticket)).agent).toBeNull();
  });

  it('SE-9 refuses an already authenticated deactivation by them: one of two agents remains', async () => {
    const [ben, bea] = [await app.createUser('agent', 'Ben'), await app.createUser('agent', 'Bea')];
    const outcomes = await Promise.allSettled([
      changeActive(app.orm.em.fork(), ben.user, bea.user.id, false),
      changeActive(app.orm.em.fork(), bea.user, ben.user.id, false),
    ]);
    expect(outcomes).toMatchObject([{ status: 'fulfilled' }, { reason: { code: 'unauthenticated' } }]);
    expect((await ben.get('/api/auth/me')).status).toBe(200);
  });
});
