import { afterAll, describe, expect, it } from 'vitest';
import type { Reply, Session, Ticket } from '../../shared/schemas.ts';
import { STATUSES } from '../../shared/vocabulary.ts';
import { TRANSITIONS } from '../../shared/workflow.ts';
import { createPasswords } from '../auth/passwords.ts';
import { startTestApp } from '../testing/test-app.ts';
import { activeDemoAccounts, seedDemo } from './demo-data.ts';

const app = await startTestApp({ SEED: 'demo' });
afterAll(app.close);

async function signIn(email: string, password: string) {
  const { status, body } = await app.anonymous.post<Session>('/api/auth/login', { email, password });
  const headers = { authorization: `Bearer ${body.token}` };
  return { status, user: body.user, get: <T>(path: string) => app.anonymous.get<T>(path, { headers }) };
}
const read = <T>(session: Awaited<ReturnType<typeof signIn>>, path: string) =>
  session.get<T>(path).then(({ body }) => body);

describe('the demo data', () => {
  it.each([
    ['agent@example.com', 'agent123', 'agent'],
    ['agent2@example.com', 'agent123', 'agent'],
    ['customer@example.com', 'customer123', 'customer'],
  ])('%s / %s signs in as an %s', async (email, password, role) => {
    expect(await signIn(email, password)).toMatchObject({ status: 200, user: { email, role } });
  });

  it('contains four tickets of the customer in four statuses', async () => {
    const { tickets } = await read<{ tickets: Ticket[] }>(
      await signIn('customer@example.com', 'customer123'),
      '/api/tickets',
    );
    expect(tickets).toHaveLength(4);
    expect(new Set(tickets.map(({ status }) => status)).size).toBe(4);
    for (const { status } of tickets) expect(STATUSES).toContain(status);
  });

  it('contains replies of agents and customers', async () => {
    const replies = await app.sql(
      'select u.role, r.internal from replies r join users u on u.id = r.user_id',
    );
    expect(new Set(replies.filter(({ internal }) => !internal).map(({ role }) => role))).toEqual(
      new Set(['agent', 'customer']),
    );
  });

  it('contains notes that the customer does not see', async () => {
    const [lena, sam] = [
      await signIn('customer@example.com', 'customer123'),
      await signIn('agent@example.com', 'agent123'),
    ];
    const { tickets } = await read<{ tickets: Ticket[] }>(sam, '/api/tickets');
    const notes = async (session: typeof sam) =>
      (
        await Promise.all(tickets.map(({ id }) => read<{ replies: Reply[] }>(session, `/api/tickets/${id}`)))
      ).flatMap(({ replies }) => replies.filter(({ internal }) => internal));
    expect((await notes(sam)).length).toBeGreaterThan(0);
    expect(await notes(lena)).toEqual([]);
  });

  it('contains only legal status changes', async () => {
    const statusChanges = (await app.sql(`select data from events where type = 'ticket.status_changed'`)).map(
      ({ data }) => JSON.parse(data),
    );
    expect(statusChanges.length).toBeGreaterThan(0);
    for (const { from, to } of statusChanges)
      expect(TRANSITIONS).toContainEqual(expect.objectContaining({ from, to }));
  });

  it('sets the demo flag of GET /api/desk', async () => {
    expect((await app.anonymous.get<{ demo: boolean }>('/api/desk')).body.demo).toBe(true);
  });

  it('AU-9 is announced while a demo password is valid, independent of SEED', async () => {
    const demoApp = await startTestApp({ SEED: 'demo' });
    const passwords = createPasswords(4);
    const announcedAccounts = () => activeDemoAccounts(demoApp.orm, passwords);
    expect(await announcedAccounts()).toEqual([
      'agent@example.com / agent123',
      'agent2@example.com / agent123',
      'customer@example.com / customer123',
    ]);
    await demoApp.sql(`update users set active = 0 where email = 'agent2@example.com'`);
    await demoApp.sql(`update users set password_hash = ? where email = 'agent@example.com'`, [
      await passwords.hash('a better horse'),
    ]);
    expect(await announcedAccounts()).toEqual(['customer@example.com / customer123']);
    await Promise.all([passwords.close(), demoApp.close()]);
  });

  it('AU-9 is not added to a database with users', async () => {
    const usedApp = await startTestApp();
    await usedApp.createUser('customer', 'Maya');
    const passwords = createPasswords(4);
    await seedDemo(usedApp.orm, passwords);
    const users = await usedApp.sql('select name from users');
    expect(await activeDemoAccounts(usedApp.orm, passwords)).toEqual([]);
    await Promise.all([passwords.close(), usedApp.close()]);
    expect(users).toEqual([{ name: 'Maya' }]);
  });
});
