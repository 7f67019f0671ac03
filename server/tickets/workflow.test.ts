import { afterAll, describe, expect, it } from 'vitest';
import { STATUSES, type Status } from '../../shared/vocabulary.ts';
import { createTicket, createTicketInStatus, startTestApp, type TestUser } from '../testing/test-app.ts';

const app = await startTestApp();
afterAll(app.close);

const [carl, lena, ada] = await Promise.all([
  app.createUser('customer', 'Carl'),
  app.createUser('customer', 'Lena'),
  app.createUser('agent', 'Ada'),
]);

/** The contract's transitions for each role. Reviewed data, not derived from the code. */
const ALLOWED: Record<'carl' | 'ada', Record<Status, Status[]>> = {
  ada: {
    open: ['in_progress'],
    in_progress: ['waiting_on_customer', 'resolved'],
    waiting_on_customer: ['in_progress'],
    resolved: [],
    reopened: ['in_progress'],
  },
  carl: { open: [], in_progress: [], waiting_on_customer: [], resolved: ['reopened'], reopened: [] },
};
const USERS = { carl, lena, ada };
const UNKNOWN = [
  'RESOLVED',
  'closed',
  ' resolved',
  'resolved\u0000',
  '',
  null,
  7,
  ['resolved'],
  { $ne: 'open' },
];

type UserName = keyof typeof USERS;
function expected(user: UserName, from: Status, to: Status): [number, string | undefined] {
  if (user === 'lena') return [404, 'not_found'];
  if ((to === 'reopened') !== (user === 'carl')) return [403, 'forbidden'];
  return ALLOWED[user][from].includes(to) ? [200, undefined] : [400, 'invalid_transition'];
}

/** All rows that a refused change must leave unchanged. */
const rowsOf = (id: number) =>
  Promise.all([
    app.sql('select * from tickets where id = ?', [id]),
    app.sql('select * from events where ticket_id = ?', [id]),
    app.sql('select * from replies where ticket_id = ?', [id]),
  ]);

const MATRIX = STATUSES.flatMap((from) =>
  STATUSES.flatMap((to) => (['carl', 'lena', 'ada'] as const).map((user) => ({ user, from, to }))),
);

const CHANGES: [
  string,
  (user: TestUser, id: number, status: unknown) => Promise<{ status: number; body: object }>,
][] = [
  ['PATCH', (user, id, status) => user.patch(`/api/tickets/${id}`, { status })],
  [
    'a reply',
    (user, id, status) => user.post(`/api/tickets/${id}/replies`, { content: 'Status changed.', status }),
  ],
];

describe.each(CHANGES)('WF-1 a status change by %s', (method, move) => {
  it.each(MATRIX)('by $user from $from to $to', async ({ user, from, to }) => {
    const { id } = await createTicketInStatus(from, carl, ada);
    const before = await rowsOf(id);
    const answer = await move(USERS[user], id, to);
    const [status, code] = expected(user, from, to);
    expect(answer).toMatchObject({
      status: status === 200 && method === 'a reply' ? 201 : status,
      ...(code && { body: { code } }),
    });
    if (code) return expect(await rowsOf(id)).toEqual(before);
    expect(await app.sql('select status from tickets where id = ?', [id])).toEqual([{ status: to }]);
    expect(await movesOf(id, before[1].length)).toEqual([{ from, to }]);
  });

  it.each(UNKNOWN)('WF-3 to %j returns 400', async (value) => {
    const { id } = await createTicketInStatus('in_progress', carl, ada);
    const before = await rowsOf(id);
    for (const user of [carl, ada]) {
      expect(await move(user, id, value)).toMatchObject({ status: 400, body: { code: 'invalid' } });
    }
    expect(await rowsOf(id)).toEqual(before);
  });
});

/** The ticket's status changes in the log, without its first `skip` events. */
async function movesOf(id: number, skip: number) {
  const rows = await app.sql('select type, data from events where ticket_id = ? order by seq', [id]);
  return rows
    .slice(skip)
    .filter(({ type }) => type === 'ticket.status_changed')
    .map(({ data }) => JSON.parse(data))
    .map(({ from, to }) => ({ from, to }));
}

describe('a refused status change', () => {
  it('returns from, to and the allowed statuses', async () => {
    const { id } = await createTicketInStatus('in_progress', carl, ada);
    const { body } = await ada.patch(`/api/tickets/${id}`, { status: 'open' });
    expect(body).toMatchObject({
      code: 'invalid_transition',
      from: 'in_progress',
      to: 'open',
      allowed: ['waiting_on_customer', 'resolved'],
    });
  });
});

describe('WF-6 read-only fields', () => {
  it.each([
    'status',
    'agent',
    'agentId',
    'customer',
    'customerId',
    'version',
    'id',
    'createdAt',
    'updatedAt',
    'waitingSince',
  ])('AZ-7 a new ticket refuses %s', async (key) => {
    const { status, body } = await carl.post('/api/tickets', {
      subject: 'Help',
      description: 'It broke.',
      [key]: 1,
    });
    expect([status, body.errors?.[0]?.path]).toEqual([400, key]);
  });

  it.each([
    'agent',
    'agentId',
    'customer',
    'customerId',
    'id',
    'createdAt',
    'subject',
    'description',
    'preview',
    'rank',
    'key',
  ])('AZ-7 a change refuses %s', async (key) => {
    const { id } = await createTicket(carl);
    const { status, body } = await ada.patch(`/api/tickets/${id}`, { priority: 'high', [key]: 1 });
    expect([status, body.errors?.[0]?.path]).toEqual([400, key]);
  });

  it.each(['author', 'authorId', 'userId', 'ticketId', 'id', 'createdAt', 'key', 'position', 'role'])(
    'AZ-8 a reply refuses %s',
    async (key) => {
      const { id } = await createTicket(carl);
      const { status, body } = await carl.post(`/api/tickets/${id}/replies`, { content: 'Hello', [key]: 1 });
      expect([status, body.errors?.[0]?.path]).toEqual([400, key]);
    },
  );
});

describe('moving an unassigned ticket to in_progress', () => {
  it('assigns it to that agent, in one version step', async () => {
    const ticket = await createTicket(carl);
    const { body } = await ada.patch(`/api/tickets/${ticket.id}`, { status: 'in_progress' });
    expect(body).toMatchObject({ agent: { id: ada.user.id, name: 'Ada' }, version: ticket.version + 1 });
    const log = await app.sql('select type from events where ticket_id = ? order by seq', [ticket.id]);
    expect(log.map(({ type }) => type)).toEqual([
      'ticket.created',
      'ticket.assigned',
      'ticket.status_changed',
    ]);
  });

  it('keeps the assignee of an assigned ticket', async () => {
    const bea = await app.createUser('agent', 'Bea');
    const { id } = await createTicketInStatus('waiting_on_customer', carl, ada);
    const { body } = await bea.patch(`/api/tickets/${id}`, { status: 'in_progress' });
    expect(body.agent).toEqual({ id: ada.user.id, name: 'Ada' });
  });
});

describe('reopening', () => {
  it('keeps the agent', async () => {
    const { id } = await createTicketInStatus('resolved', carl, ada);
    const { body } = await carl.patch(`/api/tickets/${id}`, { status: 'reopened' });
    expect(body).toMatchObject({ status: 'reopened', agent: { id: ada.user.id, name: 'Ada' } });
  });
});

describe('allowedStatuses', () => {
  it.each(STATUSES)('of a ticket that is %s', async (status) => {
    const { id } = await createTicketInStatus(status, carl, ada);
    const read = (user: TestUser) => user.get<{ allowedStatuses: Status[] }>(`/api/tickets/${id}`);
    expect((await read(ada)).body.allowedStatuses).toEqual(ALLOWED.ada[status]);
    expect((await read(carl)).body.allowedStatuses).toEqual(ALLOWED.carl[status]);
  });
});
