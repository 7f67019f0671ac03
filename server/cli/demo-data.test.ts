import { afterAll, describe, expect, it } from 'vitest';
import type { Reply, Session, Ticket } from '../../shared/schemas.ts';
import { STATUSES } from '../../shared/vocabulary.ts';
import { TRANSITIONS } from '../../shared/workflow.ts';
import { createPasswords } from '../auth/passwords.ts';
import { startTestApp } from '../testing/test-app.ts';
import { openDemoAccounts, seedDemo } from './demo-data.ts';

const app = await startTestApp({ SEED: 'demo' });
afterAll(app.close);

async function signIn(email: string, password: string) {
  const { status, body } = await app.anonymous.post<Session>('/api/auth/login', { email, password });
  const headers = { authorization: `Bearer ${body.token}` };
  return { status, user: body.user, get: <T>(path: string) => app.anonymous.get<T>(path, { headers }) };
}
const read = <T>(who: Awaited<ReturnType<typeof signIn>>, path: string) =>
  who.get<T>(path).then(({ body }) => body);

describe('the demo', () => {
  it.each([
    ['agent@example.com', 'agent123', 'agent'],
    ['agent2@example.com', 'agent123', 'agent'],
    ['customer@example.com', 'customer123', 'customer'],
  ])('%s / %s signs in as an %s', async (email, password, role) => {
    expect(await signIn(email, password)).toMatchObject({ status: 200, user: { email, role } });
  });

  it('has four tickets of the customer in four statuses', async () => {
    const { tickets } = await read<{ tickets: Ticket[] }>(
      await signIn('customer@example.com', 'customer123'),
      '/api/tickets',
    );
    expect(tickets).toHaveLength(4);
    expect(new Set(tickets.map(({ status }) => status)).size).toBe(4);
    for (const { status } of tickets) expect(STATUSES).toContain(status);
  });

  it('has replies from both sides', async () => {
    const replies = await app.sql(
      'select u.role, r.internal from replies r join users u on u.id = r.user_id',
    );
    expect(new Set(replies.filter(({ internal }) => !internal).map(({ role }) => role))).toEqual(
      new Set(['agent', 'customer']),
    );
  });

  it('shows the customer none of its notes', async () => {
    const [lena, sam] = [
      await signIn('customer@example.com', 'customer123'),
      await signIn('agent@example.com', 'agent123'),
    ];
    const { tickets } = await read<{ tickets: Ticket[] }>(sam, '/api/tickets');
    const notes = async (who: typeof sam) =>
      (
        await Promise.all(tickets.map(({ id }) => read<{ replies: Reply[] }>(who, `/api/tickets/${id}`)))
      ).flatMap(({ replies }) => replies.filter(({ internal }) => internal));
    expect((await notes(sam)).length).toBeGreaterThan(0);
    expect(await notes(lena)).toEqual([]);
  });

  it('came about lawfully: every move in its log is in the table', async () => {
    const moves = (await app.sql(`select data from events where type = 'ticket.status_changed'`)).map(
      ({ data }) => JSON.parse(data),
    );
    expect(moves.length).toBeGreaterThan(0);
    for (const { from, to } of moves)
      expect(TRANSITIONS).toContainEqual(expect.objectContaining({ from, to }));
  });

  it('says of itself that it is one', async () => {
    expect((await app.anonymous.get<{ demo: boolean }>('/api/desk')).body.demo).toBe(true);
  });

  it('AU-9 is announced as long as its passwords let anybody in, whatever the settings say', async () => {
    const shown = await startTestApp({ SEED: 'demo' });
    const passwords = createPasswords(4);
    const announced = () => openDemoAccounts(shown.orm, passwords);
    expect(await announced()).toEqual([
      'agent@example.com / agent123',
      'agent2@example.com / agent123',
      'customer@example.com / customer123',
    ]);
    await shown.sql(`update users set active = 0 where email = 'agent2@example.com'`);
    await shown.sql(`update users set password_hash = ? where email = 'agent@example.com'`, [
      await passwords.hash('a better horse'),
    ]);
    expect(await announced()).toEqual(['customer@example.com / customer123']);
    await Promise.all([passwords.close(), shown.close()]);
  });

  it('AU-9 never goes into a desk that has people', async () => {
    const inhabited = await startTestApp();
    await inhabited.createUser('customer', 'Maya');
    const passwords = createPasswords(4);
    await seedDemo(inhabited.orm, passwords);
    const people = await inhabited.sql('select name from users');
    expect(await openDemoAccounts(inhabited.orm, passwords)).toEqual([]);
    await Promise.all([passwords.close(), inhabited.close()]);
    expect(people).toEqual([{ name: 'Maya' }]);
  });
});
