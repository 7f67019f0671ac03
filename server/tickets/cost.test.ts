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
const queriesOf = (user: TestUser, path: string) =>
  database.during(async () => expect((await user.get(path)).status).toBe(200));

describe('DB-11 the number of queries', () => {
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
    // Each number includes three other queries: the session, begin and commit.
    ['a list: total, page, seq', () => '/api/tickets?limit=100', 6],
    ['counts: by status, unread, seq', () => '/api/tickets/counts', 6],
    // Sizes come first: they decide which texts are read.
    ['a thread: ticket, sizes, replies, seq', (id: number) => `/api/tickets/${id}`, 7],
    ['earlier replies: permission, sizes, replies', (id: number) => `/api/tickets/${id}/replies`, 6],
    ['a history: permission, events', (id: number) => `/api/tickets/${id}/events`, 5],
    ['the event log: sizes, events, seq', () => '/api/events', 6],
  ])('%s, independent of the amount of data', async (_, path, times) => {
    const [busy, quiet] = [await large, await small];
    for (const [user, ticket] of [[carl, busy] as const, [lena, quiet] as const, [ada, busy] as const]) {
      // The relay polls the log from time to time: the minimum of three runs excludes its query.
      const counts: number[] = [];
      for (let turn = 0; turn < 3; turn += 1) counts.push((await queriesOf(user, path(ticket.id))).length);
      expect(Math.min(...counts)).toBe(times);
    }
  });
});

describe('DB-11 query plans', () => {
  const FILTERS = [
    {},
    { status: [...UNRESOLVED] },
    { priority: ['high'] },
    { status: ['open', 'resolved'], priority: ['low', 'high'] },
  ];
  const ASSIGNEES = [{}, { assignee: ['me'] }, { assignee: ['none'] }];
  const OF_CARL = [{ customer: [String(carl.user.id)] }];
  const combined = (...choices: Record<string, string[]>[][]) =>
    choices.reduce((all, next) => all.flatMap((one) => next.map((other) => ({ ...one, ...other }))), [{}]);
  const addressOf = (filter: Record<string, string[]>) =>
    `/api/tickets?${new URLSearchParams(Object.entries(filter).flatMap(([name, all]) => all.map((one) => [name, one])))}`;

  /** The queries of the first page and of a later page. */
  async function pagesOf(
    user: TestUser,
    sort: string,
    filter: Record<string, string[]>,
  ): Promise<RecordedQuery[][]> {
    const cursor = Buffer.from(JSON.stringify([sort, 2, 1])).toString('base64url');
    const first = await queriesOf(user, addressOf({ ...filter, sort: [sort] }));
    return [first, await queriesOf(user, addressOf({ ...filter, sort: [sort], cursor: [cursor] }))];
  }

  describe.each(SORTS)('sorted by %s', (sort) => {
    it('a list of all tickets reads each range from an index, in order and from the cursor', async () => {
      for (const filter of combined(FILTERS, ASSIGNEES)) {
        const [first = [], next = []] = await pagesOf(ada, sort, filter);
        expect(scans([...first, ...next], filter)).toEqual([]);
        expect(runs(first).length, JSON.stringify(filter)).toBeGreaterThan(0);
        for (const run of runs(first)) expect(run, JSON.stringify(filter)).toEqual([indexOfRuns('')]);
        // Tickets of one priority are ordered by id only.
        const from = sort === 'priority' ? '' : ' AND \\w+[<>]\\?';
        for (const run of runs(next)) expect(run, JSON.stringify(filter)).toEqual([indexOfRuns(from)]);
      }
    });

    it('a list of one customer reads only that customer’s tickets', async () => {
      const own = combined(FILTERS).map((filter) => [carl, filter] as const);
      const filtered = combined(FILTERS, ASSIGNEES, OF_CARL).map((filter) => [ada, filter] as const);
      for (const [user, filter] of [...own, ...filtered]) {
        for (const page of await pagesOf(user, sort, filter)) {
          expect(scans(page, filter)).toEqual([]);
          const searches = [...runs(page).map(([first]) => first), total(page)];
          for (const search of searches) expect(search, JSON.stringify(filter)).toMatch(INDEX_OF_CUSTOMER);
        }
      }
    });
  });

  it('counts and threads scan no table', async () => {
    const { id } = await createTicket(carl);
    for (const user of [ada, carl])
      for (const path of ['/counts', `/${id}`, `/${id}/replies`, `/${id}/events`])
        expect(scans(await queriesOf(user, `/api/tickets${path}`), {}), path).toEqual([]);
  });
});

const indexOfRuns = (from: string) =>
  expect.stringMatching(
    `^SEARCH t USING (COVERING )?INDEX tickets_(status_rank|agent)\\w* \\((agent_id=\\? AND )?status=\\? AND rank=\\?${from}\\)$`,
  );
const INDEX_OF_CUSTOMER = /^SEARCH t USING (COVERING )?INDEX tickets_customer_\w+ \(customer_id=\?/;

/** Plan steps that scan a whole table. A count may scan a covering index. */
function scans(queries: RecordedQuery[], filter: object): string[] {
  const NAMES = /^SCAN (?!run\b|page\b|CONSTANT ROW)/;
  const isCount = (sql: string) => /^select( "t"\."status", "t"\."agent_id",)?[ (]*(select )?count/.test(sql);
  return queries.flatMap(({ sql, plan }) =>
    plan
      .filter(({ detail }) => NAMES.test(detail) && !(isCount(sql) && /USING COVERING INDEX/.test(detail)))
      .map(({ detail }) => `${detail} for ${JSON.stringify(filter)}`),
  );
}

/** The plan step that counts the list's total. */
const total = (queries: RecordedQuery[]) =>
  queries.find(({ sql }) => sql.includes('"total"'))?.plan[0]?.detail;

/** The plan steps of each index range of a page: a search, and a sort if one is needed. */
function runs(queries: RecordedQuery[]): string[][] {
  return queries.flatMap(({ plan }) => {
    const partOf = (whole: PlanStep) =>
      plan.filter(({ parent }) => parent === whole.id).map(({ detail }) => detail);
    return plan.filter(({ detail }) => detail === 'CO-ROUTINE run').map(partOf);
  });
}
