import { afterAll, describe, expect, it } from 'vitest';
import { type EndpointName, paths } from '../../shared/paths.ts';
import { createTicket, startTestApp, type TestUser } from '../testing/test-app.ts';

const app = await startTestApp();
afterAll(app.close);

const ada = await app.createUser('agent', 'Ada');

/** Expected status codes for these callers: anonymous, the ticket's customer, another customer, an agent, a deactivated agent. */
type Codes = readonly [anonymous: number, owner: number, other: number, agent: number, deactivated: number];
type Row = {
  codes: Codes;
  body?: object;
  id?: (user: TestUser, ticketId: number) => Promise<number | string> | number | string;
};

const ticketIdOf = (_: TestUser, ticketId: number) => ticketId;
const newInvitationId = async () => {
  const email = `${crypto.randomUUID()}@example.com`;
  return (await ada.post<{ id: number }>('/api/invitations', { email })).body.id;
};
const ownSessionId = async (user: TestUser) => {
  const { body } = await user.get<{ sessions?: { id: string }[] }>('/api/auth/sessions');
  return body.sessions?.[0]?.id ?? crypto.randomUUID();
};
const newAccountId = async () => (await app.createUser('customer', 'Nina')).user.id;

/** AZ-2: the access matrix. Reviewed data, not derived from the code: a new endpoint needs a row. */
const MATRIX: Record<EndpointName, Row> = {
  register: { codes: [400, 400, 400, 400, 400], body: {} },
  login: {
    codes: [401, 401, 401, 401, 401],
    body: { email: 'unknown@example.com', password: 'wrong horse' },
  },
  refresh: { codes: [401, 401, 401, 401, 401] },
  logout: { codes: [204, 204, 204, 204, 204] },
  me: { codes: [401, 200, 200, 200, 401] },
  changeMe: { codes: [401, 200, 200, 200, 401], body: { name: 'New Name' } },
  changePassword: {
    codes: [401, 204, 204, 204, 401],
    body: { current: 'correct horse', next: 'better horse' },
  },
  listSessions: { codes: [401, 200, 200, 200, 401] },
  endOtherSessions: { codes: [401, 204, 204, 204, 401] },
  endSession: { codes: [401, 204, 204, 204, 401], id: ownSessionId },
  listInvitations: { codes: [401, 403, 403, 200, 401] },
  invite: { codes: [401, 403, 403, 201, 401], body: { email: 'new@example.com' } },
  withdrawInvitation: { codes: [401, 403, 403, 204, 401], id: newInvitationId },
  acceptInvitation: {
    codes: [404, 404, 404, 404, 404],
    body: { token: 'none', name: 'Eve', password: 'correct horse' },
  },
  listUsers: { codes: [401, 403, 403, 200, 401] },
  changeUser: { codes: [401, 403, 403, 200, 401], body: { active: false }, id: newAccountId },
  createTicket: { codes: [401, 201, 201, 403, 401], body: { subject: 'Help', description: 'It broke.' } },
  listTickets: { codes: [401, 200, 200, 200, 401] },
  countTickets: { codes: [401, 200, 200, 200, 401] },
  showTicket: { codes: [401, 200, 404, 200, 401], id: ticketIdOf },
  listReplies: { codes: [401, 200, 404, 200, 401], id: ticketIdOf },
  changeTicket: { codes: [401, 403, 404, 200, 401], id: ticketIdOf, body: { priority: 'high' } },
  assignTicket: { codes: [401, 403, 404, 200, 401], id: ticketIdOf },
  releaseTicket: { codes: [401, 403, 404, 200, 401], id: ticketIdOf },
  addReply: { codes: [401, 201, 404, 201, 401], id: ticketIdOf, body: { content: 'Hello' } },
  showHistory: { codes: [401, 200, 404, 200, 401], id: ticketIdOf },
  listEvents: { codes: [401, 200, 200, 200, 401] },
  markRead: { codes: [401, 204, 404, 204, 401], id: ticketIdOf, body: { upTo: null } },
  showDesk: { codes: [200, 200, 200, 200, 200] },
  liveness: { codes: [200, 200, 200, 200, 200] },
  readiness: { codes: [200, 200, 200, 200, 200] },
};

describe('AZ-2 the access matrix', () => {
  it('has a row for every endpoint', () => {
    expect(Object.keys(MATRIX).toSorted()).toEqual(Object.keys(paths).toSorted());
  });

  it.each(Object.entries(MATRIX))('%s', async (name, { codes, body, id }) => {
    const [owner, other, agent, deactivated] = await Promise.all([
      app.createUser('customer', 'Carl'),
      app.createUser('customer', 'Lena'),
      app.createUser('agent', 'Bea'),
      app.createUser('agent', 'Dora'),
    ]);
    const ticket = await createTicket(owner);
    await ada.patch(`/api/users/${deactivated.user.id}`, { active: false });
    const [method, path] = paths[name as EndpointName].split(' ') as [string, string];
    const statuses: number[] = [];
    for (const user of [app.anonymous, owner, other, agent, deactivated]) {
      const url = id ? path.replace(':id', String(await id(user, ticket.id))) : path;
      statuses.push((await user.call(method, url, { body })).status);
    }
    expect(statuses).toEqual(codes);
  });
});

describe('AZ-9 role changes and self-deactivation', () => {
  it('an agent cannot deactivate their own account', async () => {
    const bea = await app.createUser('agent', 'Bea');
    const { status, body } = await bea.patch(`/api/users/${bea.user.id}`, { active: false });
    expect([status, body.code]).toEqual([403, 'forbidden']);
    expect((await bea.get('/api/auth/me')).status).toBe(200);
  });

  it.each([
    ['PATCH', '/api/auth/me', { name: 'Carl', role: 'agent' }],
    ['PATCH', '/api/auth/me', { role: 'agent' }],
    ['POST', '/api/auth/password', { current: 'correct horse', next: 'better horse', role: 'agent' }],
    ['POST', '/api/tickets', { subject: 'Help', description: 'It broke.', customer: { role: 'agent' } }],
  ])('AZ-7 refuses a role: %s %s %j', async (method, path, body) => {
    const carl = await app.createUser('customer');
    expect((await carl.call(method, path, { body })).status).toBe(400);
    expect(await app.sql('select role from users where id = ?', [carl.user.id])).toEqual([
      { role: 'customer' },
    ]);
  });
});
