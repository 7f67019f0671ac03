import { afterAll, describe, expect, it } from 'vitest';
import { SORTS } from '../../shared/ticket-list.ts';
import { UNRESOLVED } from '../../shared/workflow.ts';
import { type PlanStep, type RecordedQuery, recordQueries } from '../testing/query-recorder.ts';
import { createReply, createTicket, startTestApp, type TestUser } from '../testing/test-app.ts';

const app = await startTestApp();
const database = recordQueries();
afterAll(async () => {
  database.stop();
  await app.close();
});
const [ada, carl, lena] = await Promise.all([
  app.createUser('agent', 'Ada'),
  app.createUser('customer', 'Carl'),
  app.createUser('customer', 'Lena'),
]);
const asking = (who: TestUser, path: string) =>
  database.during(async () => expect((await who.get(path)).status).toBe(200));

describe('DB-11 how often the database is asked', () => {
  const small = createTicket(lena);
  const large = createTicket(carl).then(async (ticket) => {
    for (let i = 0; i < 20; i += 1) await createTicket(carl);
    for (let i = 0; i < 15; i += 1) {
      await createReply(ada, ticket, { internal: i % 3 === 0 });
      await createReply(carl, ticket);
    }
    return ticket;
  });

  it.each([
    // The caller, begin, what is asked for, commit.
    ['a list: total, page, number', () => '/api/tickets?limit=100', 6],
    ['counts: by status, unread, number', () => '/api/tickets/counts', 6],
    ['a thread: ticket, replies, number', (id: number) => `/api/tickets/${id}`, 6],
    ['more of a thread: may I, replies', (id: number) => `/api/tickets/${id}/replies`, 5],
    ['a history: may I, events', (id: number) => `/api/tickets/${id}/events`, 5],
    ['the log: events, number', () => '/api/events', 5],
  ])('%s, however much there is', async (_, path, times) => {
    const [much, little] = [await large, await small];
    for (const [who, ticket] of [[carl, much] as const, [lena, little] as const, [ada, much] as const]) {
      // The relay looks at the log now and then: a question of its own in between is gone the next time.
      const counts: number[] = [];
      for (let turn = 0; turn < 3; turn += 1) counts.push((await asking(who, path(ticket.id))).length);
      expect(Math.min(...counts)).toBe(times);
    }
  });
});

describe('DB-11 no list reads what it does not show', () => {
  const NARROWED = [
    {},
    { status: [...UNRESOLVED] },
    { priority: ['high'] },
    { status: ['open', 'resolved'], priority: ['low', 'high'] },
  ];
  const HOLDERS = [{}, { assignee: ['me'] }, { assignee: ['none'] }];
  const OF_CARL = [{ customer: [String(carl.user.id)] }];
  const combined = (...choices: Record<string, string[]>[][]) =>
    choices.reduce((all, next) => all.flatMap((one) => next.map((other) => ({ ...one, ...other }))), [{}]);
  const addressOf = (filter: Record<string, string[]>) =>
    `/api/tickets?${new URLSearchParams(Object.entries(filter).flatMap(([name, all]) => all.map((one) => [name, one])))}`;

  /** The first page and one further on. */
  async function pagesOf(
    who: TestUser,
    sort: string,
    filter: Record<string, string[]>,
  ): Promise<RecordedQuery[][]> {
    const cursor = Buffer.from(JSON.stringify([sort, 2, 1])).toString('base64url');
    const first = await asking(who, addressOf({ ...filter, sort: [sort] }));
    return [first, await asking(who, addressOf({ ...filter, sort: [sort], cursor: [cursor] }))];
  }

  describe.each(SORTS)('sorted by %s', (sort) => {
    it('of everybody: each run comes out of an index, in its order and from the cursor on', async () => {
      for (const filter of combined(NARROWED, HOLDERS)) {
        const [first = [], next = []] = await pagesOf(ada, sort, filter);
        expect(scans([...first, ...next], filter)).toEqual([]);
        expect(runs(first).length, JSON.stringify(filter)).toBeGreaterThan(0);
        for (const run of runs(first)) expect(run, JSON.stringify(filter)).toEqual([indexOfRuns('')]);
        // Within one priority there is no other order than that of the ids.
        const from = sort === 'priority' ? '' : ' AND \\w+[<>]\\?';
        for (const run of runs(next)) expect(run, JSON.stringify(filter)).toEqual([indexOfRuns(from)]);
      }
    });

    it('of one customer: nobody else’s tickets are looked at', async () => {
      const own = combined(NARROWED).map((filter) => [carl, filter] as const);
      const asked = combined(NARROWED, HOLDERS, OF_CARL).map((filter) => [ada, filter] as const);
      for (const [who, filter] of [...own, ...asked]) {
        for (const page of await pagesOf(who, sort, filter)) {
          expect(scans(page, filter)).toEqual([]);
          const searches = [...runs(page).map(([first]) => first), total(page)];
          for (const search of searches) expect(search, JSON.stringify(filter)).toMatch(INDEX_OF_CUSTOMER);
        }
      }
    });
  });

  it('nor do counts and threads', async () => {
    const { id } = await createTicket(carl);
    for (const who of [ada, carl])
      for (const path of ['/counts', `/${id}`, `/${id}/replies`, `/${id}/events`])
        expect(scans(await asking(who, `/api/tickets${path}`), {}), path).toEqual([]);
  });
});

const indexOfRuns = (from: string) =>
  expect.stringMatching(
    `^SEARCH t USING (COVERING )?INDEX tickets_(status_rank|agent)\\w* \\((agent_id=\\? AND )?status=\\? AND rank=\\?${from}\\)$`,
  );
const INDEX_OF_CUSTOMER = /^SEARCH t USING (COVERING )?INDEX tickets_customer_\w+ \(customer_id=\?/;

/** Steps that walk through a whole table. How many there are in all is asked of an index alone. */
function scans(asked: RecordedQuery[], filter: object): string[] {
  const NAMES = /^SCAN (?!run\b|page\b|CONSTANT ROW)/;
  const isCount = (sql: string) => /^select( "t"\."status", "t"\."agent_id",)?[ (]*(select )?count/.test(sql);
  return asked.flatMap(({ sql, plan }) =>
    plan
      .filter(({ detail }) => NAMES.test(detail) && !(isCount(sql) && /USING COVERING INDEX/.test(detail)))
      .map(({ detail }) => `${detail} for ${JSON.stringify(filter)}`),
  );
}

/** How the list's total is counted. */
const total = (asked: RecordedQuery[]) => asked.find(({ sql }) => sql.includes('"total"'))?.plan[0]?.detail;

/** What each run of a page does: a search, and if it has to sort, that too. */
function runs(asked: RecordedQuery[]): string[][] {
  return asked.flatMap(({ plan }) => {
    const partOf = (whole: PlanStep) =>
      plan.filter(({ parent }) => parent === whole.id).map(({ detail }) => detail);
    return plan.filter(({ detail }) => detail === 'CO-ROUTINE run').map(partOf);
  });
}
