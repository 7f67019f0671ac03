import { afterAll, describe, expect, it } from 'vitest';
import { type EndpointName, paths } from '../../shared/paths.ts';
import { createTicket, startTestApp, type TestUser } from '../testing/test-app.ts';

const app = await startTestApp();
afterAll(app.close);

const ada = await app.createUser('agent', 'Ada');

/** The columns: nobody, the ticket's customer, another one, an agent, an agent whose account was deactivated. */
type Codes = readonly [anonymous: number, owner: number, other: number, agent: number, deactivated: number];
type Row = {
  codes: Codes;
  body?: object;
  id?: (caller: TestUser, ticketId: number) => Promise<number | string> | number | string;
};

const ofTicket = (_: TestUser, ticketId: number) => ticketId;
const ofAnInvitation = async () => {
  const email = `${crypto.randomUUID()}@example.com`;
  return (await ada.post<{ id: number }>('/api/invitations', { email })).body.id;
};
const ofOwnSession = async (caller: TestUser) => {
  const { body } = await caller.get<{ sessions?: { id: string }[] }>('/api/auth/sessions');
  return body.sessions?.[0]?.id ?? crypto.randomUUID();
};
const ofAnAccount = async () => (await app.createUser('customer', 'Nina')).user.id;

/** AZ-2: who may call what. Reviewed data: whoever adds an endpoint decides its row. */
const MATRIX: Record<EndpointName, Row> = {
  register: { codes: [400, 400, 400, 400, 400], body: {} },
  login: { codes: [401, 401, 401, 401, 401], body: { email: 'nobody@example.com', password: 'wrong horse' } },
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
  endSession: { codes: [401, 204, 204, 204, 401], id: ofOwnSession },
  listInvitations: { codes: [401, 403, 403, 200, 401] },
  invite: { codes: [401, 403, 403, 201, 401], body: { email: 'new@example.com' } },
  withdrawInvitation: { codes: [401, 403, 403, 204, 401], id: ofAnInvitation },
  acceptInvitation: {
    codes: [404, 404, 404, 404, 404],
    body: { token: 'none', name: 'Eve', password: 'correct horse' },
  },
  listUsers: { codes: [401, 403, 403, 200, 401] },
  changeUser: { codes: [401, 403, 403, 200, 401], body: { active: false }, id: ofAnAccount },
  createTicket: { codes: [401, 201, 201, 403, 401], body: { subject: 'Help', description: 'It broke.' } },
  listTickets: { codes: [401, 200, 200, 200, 401] },
  countTickets: { codes: [401, 200, 200, 200, 401] },
  showTicket: { codes: [401, 200, 404, 200, 401], id: ofTicket },
  listReplies: { codes: [401, 200, 404, 200, 401], id: ofTicket },
  changeTicket: { codes: [401, 403, 404, 200, 401], id: ofTicket, body: { priority: 'high' } },
  assignTicket: { codes: [401, 403, 404, 200, 401], id: ofTicket },
  releaseTicket: { codes: [401, 403, 404, 200, 401], id: ofTicket },
  addReply: { codes: [401, 201, 404, 201, 401], id: ofTicket, body: { content: 'Hello' } },
  showHistory: { codes: [401, 200, 404, 200, 401], id: ofTicket },
  listEvents: { codes: [401, 200, 200, 200, 401] },
  markRead: { codes: [401, 204, 404, 204, 401], id: ofTicket, body: { upTo: null } },
  showDesk: { codes: [200, 200, 200, 200, 200] },
  liveness: { codes: [200, 200, 200, 200, 200] },
  readiness: { codes: [200, 200, 200, 200, 200] },
};

describe('AZ-2 who may call what', () => {
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
    const answered: number[] = [];
    for (const caller of [app.anonymous, owner, other, agent, deactivated]) {
      const named = id ? path.replace(':id', String(await id(caller, ticket.id))) : path;
      answered.push((await caller.call(method, named, { body })).status);
    }
    expect(answered).toEqual(codes);
  });
});

describe('AZ-9 nobody rises or locks themselves out', () => {
  it('an agent does not deactivate themselves', async () => {
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
  ])('AZ-7 no write takes a role: %s %s %j', async (method, path, body) => {
    const carl = await app.createUser('customer');
    expect((await carl.call(method, path, { body })).status).toBe(400);
    expect(await app.sql('select role from users where id = ?', [carl.user.id])).toEqual([
      { role: 'customer' },
    ]);
  });
});
