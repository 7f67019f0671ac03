import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { ListedTicket, type Ticket } from '../../shared/schemas.ts';
import {
  comparePositions,
  type Filter,
  matches,
  SORTS,
  type Sort,
  sortPosition,
} from '../../shared/ticket-list.ts';
import { PRIORITIES, STATUSES } from '../../shared/vocabulary.ts';
import { changeStatus, createReply, createTicket, startTestApp, type TestUser } from '../testing/test-app.ts';

const app = await startTestApp();
afterAll(app.close);

type List = { tickets: ListedTicket[]; nextCursor: string | null; total: number; seq: number };
const list = (user: TestUser, query = '') => user.get<List>(`/api/tickets${query}`);
const ids = ({ tickets }: { tickets: { id: number }[] }) => tickets.map(({ id }) => id);

const [ada, bea, carl, lena] = await Promise.all([
  app.createUser('agent', 'Ada'),
  app.createUser('agent', 'Bea'),
  app.createUser('customer', 'Carl'),
  app.createUser('customer', 'Lena'),
]);

/** Creates tickets with varied fields and many equal sort keys; returns each as `GET /api/tickets/:id` does. */
const DAY = 86_400_000;
async function manyTickets(count: number): Promise<Ticket[]> {
  const pick = <T>(values: readonly T[], i: number) => values[i % values.length] as T;
  const day = (i: number) => Date.UTC(2026, 4, 1 + (i % 4));
  for (let i = 0; i < count; i += 1) {
    const { id } = await createTicket(pick([carl, lena], i >> 1));
    await app.sql(
      'update tickets set status = ?, priority = ?, agent_id = ?, created_at = ?, updated_at = ?, waiting_since = ? where id = ?',
      [
        pick(STATUSES, i * 7),
        pick(PRIORITIES, i * 5 + (i >> 2)),
        pick([null, ada.user.id, bea.user.id], i * 11 + (i >> 3)),
        day(i),
        day(i * 3) + DAY,
        pick([null, day(i * 5)], i >> 1),
        id,
      ],
    );
  }
  const all = await app.sql('select id from tickets');
  return Promise.all(all.map(async ({ id }) => (await ada.get<Ticket>(`/api/tickets/${id}`)).body));
}
const allTickets = await manyTickets(60);

/** The query string of a list request. */
function queryOf(filter: Filter, sort: Sort, limit: number, cursor: string | null): string {
  const query = new URLSearchParams({ sort, limit: String(limit) });
  for (const status of filter.status ?? []) query.append('status', status);
  for (const priority of filter.priority ?? []) query.append('priority', priority);
  if (filter.assignee !== undefined) query.set('assignee', String(filter.assignee));
  if (filter.customer !== undefined) query.set('customer', String(filter.customer));
  if (cursor) query.set('cursor', cursor);
  return `?${query}`;
}

async function allPages(user: TestUser, filter: Filter, sort: Sort, limit: number) {
  const shown: number[] = [];
  const totals = new Set<number>();
  let cursor: string | null = null;
  do {
    const { body }: { body: List } = await list(user, queryOf(filter, sort, limit, cursor));
    shown.push(...ids(body));
    totals.add(body.total);
    cursor = body.nextCursor;
  } while (cursor);
  return { shown, totals: [...totals] };
}

const filterArbitrary = (customers: number[]): fc.Arbitrary<Filter> =>
  fc.record(
    {
      status: fc.subarray([...STATUSES], { minLength: 1 }),
      priority: fc.subarray([...PRIORITIES], { minLength: 1 }),
      assignee: fc.constantFrom<Filter['assignee']>('me', 'none', ada.user.id, bea.user.id, 999_999),
      ...(customers.length > 0 && { customer: fc.constantFrom(...customers) }),
    },
    { requiredKeys: [] },
  );

describe('GET /api/tickets equals `matches` and `comparePositions` over all tickets', () => {
  it.each([
    ['an agent', ada, allTickets, [carl.user.id, lena.user.id, 999_999]],
    ['a customer', carl, allTickets.filter(({ customer }) => customer.id === carl.user.id), []],
  ])('for %s', async (_, viewer, visible, customers) => {
    const queries = fc.tuple(
      filterArbitrary(customers),
      fc.constantFrom(...SORTS),
      fc.constantFrom(4, 7, 20, 100),
    );
    await fc.assert(
      fc.asyncProperty(queries, async ([filter, sort, limit]) => {
        const expected = visible
          .filter((ticket) => matches(filter, viewer.user.id, ticket))
          .toSorted((a, b) => comparePositions(sort, sortPosition(sort, a), sortPosition(sort, b)))
          .map(({ id }) => id);
        const { shown, totals } = await allPages(viewer, filter, sort, limit);
        expect(shown).toEqual(expected);
        expect(totals).toEqual([expected.length]);
      }),
      { numRuns: 80 },
    );
  });
});

describe('a list', () => {
  it('contains each ticket as GET /api/tickets/:id returns it, without the description', async () => {
    const { body } = await list(ada, '?limit=100');
    expect(body.tickets).toHaveLength(60);
    for (const ticket of body.tickets) {
      expect(ticket).toEqual(ListedTicket.parse(allTickets.find(({ id }) => id === ticket.id)));
    }
  });

  it('is sorted by last change with pages of fifty by default', async () => {
    const { body } = await list(ada);
    expect(body.tickets).toHaveLength(50);
    expect(ids(body)).toEqual(ids((await list(ada, '?sort=updated&limit=50')).body));
    expect(body.nextCursor).not.toBeNull();
  });

  it('has no next page when the last page is exactly full', async () => {
    expect((await list(ada, '?limit=60')).body.nextCursor).toBeNull();
  });

  it('carries the viewer’s seq', async () => {
    expect((await list(ada)).body.seq).toBe((await app.sql('select max(seq) as head from events'))[0]?.head);
    expect((await list(carl)).body.seq).toBe(
      allTickets.filter(({ customer }) => customer.id === carl.user.id).length,
    );
  });

  it('neither skips nor repeats tickets when one moves to the front between pages', async () => {
    const zoe = await app.createUser('customer', 'Zoe');
    const tickets = [await createTicket(zoe), await createTicket(zoe), await createTicket(zoe)];
    const first = (await list(zoe, '?limit=1')).body;
    await createReply(zoe, tickets[0] as Ticket);
    const rest = (await list(zoe, `?limit=10&cursor=${first.nextCursor}`)).body;
    expect([...ids(first), ...ids(rest)]).toEqual([tickets[2]?.id, tickets[1]?.id]);
  });

  it('filters by customer for agents and returns 403 for customers', async () => {
    const { body } = await list(ada, `?customer=${carl.user.id}&limit=100`);
    expect(new Set(body.tickets.map(({ customer }) => customer.id))).toEqual(new Set([carl.user.id]));
    for (const customer of [lena.user.id, carl.user.id, 999_999]) {
      expect(await list(carl, `?customer=${customer}`)).toMatchObject({
        status: 403,
        body: { code: 'forbidden' },
      });
    }
  });
});

describe('an invalid query', () => {
  it.each([
    'limit=0',
    'limit=101',
    'limit=1000000000',
    'limit=-1',
    'limit=',
    'limit=1e2',
    'limit=5&limit=6',
    'limit[]=5',
    'sort=',
    'sort=id',
    'sort=updated&sort=created',
    'sort=updated;drop table tickets',
    'status=RESOLVED',
    'status=closed',
    'status=open&status=closed',
    'status[$ne]=open',
    'priority=urgent',
    'assignee=0',
    'assignee=-1',
    'assignee=ada',
    'assignee=me&assignee=none',
    'customer=0',
    'customer=1 or 1=1',
    'customer=99999999999999999999',
    'cursor=nonsense',
    'cursor=',
    'cursor=WyJ1cGRhdGVkIiwxXQ',
    `cursor=${'A'.repeat(201)}`,
    'q=',
    `q=${'x'.repeat(201)}`,
    'sort=relevance',
    'notes=yes&q=ab',
    'q=ab&q=cd',
    'unknown=1',
    '__proto__=1',
    'constructor=1',
    'page=2',
    'after=1',
  ])('?%s returns 400', async (query) => {
    expect(await list(ada, `?${query}`)).toMatchObject({ status: 400, body: { code: 'invalid' } });
  });

  it.each(SORTS)('a cursor of sort=%s returns 400 with another sort', async (sort) => {
    const { nextCursor } = (await list(ada, `?sort=${sort}&limit=1`)).body;
    for (const other of SORTS.filter((one) => one !== sort)) {
      const { status, body } = await list(ada, `?sort=${other}&cursor=${nextCursor}`);
      expect([status, body.errors?.[0]?.path]).toEqual([400, 'cursor']);
    }
  });
});

describe('search', () => {
  const max = app.createUser('customer', 'Maximilian Mustermann');
  const find = async (user: TestUser, q: string) =>
    ids((await list(user, `?${new URLSearchParams({ q })}`)).body);

  it('finds subject, description and public replies in any case', async () => {
    const bySubject = await createTicket(await max, { subject: 'Wombat café' });
    const byText = await createTicket(await max, { description: 'The WOMBAT is gone.' });
    const byReply = await createTicket(await max);
    await createReply(ada, byReply, 'Which wombat?');
    expect((await find(ada, 'wombat')).toSorted()).toEqual([bySubject.id, byText.id, byReply.id].toSorted());
    expect(await find(await max, 'café')).toEqual([bySubject.id]);
  });

  it('finds the customer by name and by e-mail', async () => {
    const ticket = await createTicket(await max);
    expect(await find(ada, 'mustermann')).toContain(ticket.id);
    expect(await find(ada, (await max).user.email)).toContain(ticket.id);
  });

  it('finds a ticket by its number, with or without #', async () => {
    const { id } = await createTicket(await max);
    for (const q of [`#${id}`, `${id}`]) expect(await find(ada, q)).toContain(id);
    expect(await find(ada, '#99999999999')).toEqual([]);
  });

  it('does not search notes, not even for agents', async () => {
    const ticket = await createTicket(await max);
    await createReply(ada, ticket, { content: 'Platypus suspected', internal: true });
    expect(await find(ada, 'platypus')).toEqual([]);
    expect(await find(await max, 'platypus')).toEqual([]);
  });

  it('IN-6 treats % _ and \\ as punctuation, not as wildcards', async () => {
    const ticket = await createTicket(await max, { subject: 'Discount 100% off_by\\one' });
    for (const q of ['Discount 100%', 'off_by', 'by\\one']) expect(await find(ada, q)).toEqual([ticket.id]);
    for (const q of ['%%', '__', 'off%one', 'disc_unt', '\\\\']) expect(await find(ada, q)).toEqual([]);
  });

  it.each(["' or 1=1 --", '"; drop table tickets; --', 'x\0y', '\ud83d😀', '((((', '*'.repeat(100)])(
    'IN-5 finds nothing for %j',
    async (q) => {
      expect(await find(ada, q)).toEqual([]);
    },
  );

  it('works with filters and pages', async () => {
    const zoe = await app.createUser('customer', 'Zoe Quokka');
    const tickets = [await createTicket(zoe), await createTicket(zoe), await createTicket(zoe)];
    await changeStatus(ada, tickets[0] as Ticket, 'in_progress');
    const first = (await list(ada, '?q=quokka&status=open&limit=1')).body;
    const second = (await list(ada, `?q=quokka&status=open&limit=1&cursor=${first.nextCursor}`)).body;
    expect([...ids(first), ...ids(second), first.total, second.nextCursor]).toEqual([
      tickets[2]?.id,
      tickets[1]?.id,
      2,
      null,
    ]);
  });
});
