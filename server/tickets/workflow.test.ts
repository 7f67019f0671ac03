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

/** Contract, "Statuses": what each role may make of a ticket, by its status. Reviewed data, not made from the code. */
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
const PEOPLE = { carl, lena, ada };
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

type Who = keyof typeof PEOPLE;
function expected(who: Who, from: Status, to: Status): [number, string | undefined] {
  if (who === 'lena') return [404, 'not_found'];
  if ((to === 'reopened') !== (who === 'carl')) return [403, 'forbidden'];
  return ALLOWED[who][from].includes(to) ? [200, undefined] : [400, 'invalid_transition'];
}

/** Everything that a refusal must leave as it is. */
const everything = (id: number) =>
  Promise.all([
    app.sql('select * from tickets where id = ?', [id]),
    app.sql('select * from events where ticket_id = ?', [id]),
    app.sql('select * from replies where ticket_id = ?', [id]),
  ]);

const MATRIX = STATUSES.flatMap((from) =>
  STATUSES.flatMap((to) => (['carl', 'lena', 'ada'] as const).map((who) => ({ who, from, to }))),
);

const WAYS: [
  string,
  (caller: TestUser, id: number, status: unknown) => Promise<{ status: number; body: object }>,
][] = [
  ['PATCH', (caller, id, status) => caller.patch(`/api/tickets/${id}`, { status })],
  [
    'a reply',
    (caller, id, status) => caller.post(`/api/tickets/${id}/replies`, { content: 'So be it.', status }),
  ],
];

describe.each(WAYS)('WF-1 a move by %s', (way, move) => {
  it.each(MATRIX)('by $who from $from to $to', async ({ who, from, to }) => {
    const { id } = await createTicketInStatus(from, carl, ada);
    const before = await everything(id);
    const answer = await move(PEOPLE[who], id, to);
    const [status, code] = expected(who, from, to);
    expect(answer).toMatchObject({
      status: status === 200 && way === 'a reply' ? 201 : status,
      ...(code && { body: { code } }),
    });
    if (code) return expect(await everything(id)).toEqual(before);
    expect(await app.sql('select status from tickets where id = ?', [id])).toEqual([{ status: to }]);
    expect(await movesOf(id, before[1].length)).toEqual([{ from, to }]);
  });

  it.each(UNKNOWN)('WF-3 to %j is no move at all', async (word) => {
    const { id } = await createTicketInStatus('in_progress', carl, ada);
    const before = await everything(id);
    for (const caller of [carl, ada]) {
      expect(await move(caller, id, word)).toMatchObject({ status: 400, body: { code: 'invalid' } });
    }
    expect(await everything(id)).toEqual(before);
  });
});

/** The status changes in the log after its first `skip` lines for this ticket. */
async function movesOf(id: number, skip: number) {
  const rows = await app.sql('select type, data from events where ticket_id = ? order by seq', [id]);
  return rows
    .slice(skip)
    .filter(({ type }) => type === 'ticket.status_changed')
    .map(({ data }) => JSON.parse(data))
    .map(({ from, to }) => ({ from, to }));
}

describe('a refused move', () => {
  it('says from where, to where, and what is allowed', async () => {
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

describe('WF-6 no side door', () => {
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
  ])('AZ-7 a new ticket takes no %s', async (key) => {
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
  ])('AZ-7 a change takes no %s', async (key) => {
    const { id } = await createTicket(carl);
    const { status, body } = await ada.patch(`/api/tickets/${id}`, { priority: 'high', [key]: 1 });
    expect([status, body.errors?.[0]?.path]).toEqual([400, key]);
  });

  it.each(['author', 'authorId', 'userId', 'ticketId', 'id', 'createdAt', 'key', 'position', 'role'])(
    'AZ-8 a reply takes no %s',
    async (key) => {
      const { id } = await createTicket(carl);
      const { status, body } = await carl.post(`/api/tickets/${id}/replies`, { content: 'Hello', [key]: 1 });
      expect([status, body.errors?.[0]?.path]).toEqual([400, key]);
    },
  );
});

describe('moving a free ticket to in_progress', () => {
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

  it('leaves a ticket that somebody holds with them', async () => {
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

describe('what the page may offer', () => {
  it.each(STATUSES)('allowedStatuses of a ticket that is %s', async (status) => {
    const { id } = await createTicketInStatus(status, carl, ada);
    const read = (caller: TestUser) => caller.get<{ allowedStatuses: Status[] }>(`/api/tickets/${id}`);
    expect((await read(ada)).body.allowedStatuses).toEqual(ALLOWED.ada[status]);
    expect((await read(carl)).body.allowedStatuses).toEqual(ALLOWED.carl[status]);
  });
});
