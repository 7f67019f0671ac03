import { createRoot } from 'solid-js';
import { expect, test } from 'vitest';
import type { Account } from '../../../shared/schemas.ts';
import { NetworkError } from '../http/request.ts';
import type { Session } from '../session/session-context.ts';
import { ada } from '../testing/test-client.ts';
import { createOpenTicketCounts, createUserList, MAX_ACCOUNTS } from './users.ts';

const account = (id: number, role: Account['role'] = 'customer'): Account => ({
  id,
  name: `User ${id}`,
  email: `${id}@x`,
  role,
  active: true,
});
const flushPromises = () => new Promise((resolve) => setTimeout(resolve));
// Seam: the members of a session that these functions use.
const sessionWith = (request: unknown) => ({ requestAs: () => request }) as unknown as Session;

/** Counts whose requests the test completes. */
function startCounts() {
  const requests: {
    query: { customer?: number; assignee?: number };
    complete: PromiseWithResolvers<unknown>;
  }[] = [];
  const counts = createOpenTicketCounts(
    sessionWith((_: string, { query }: { query: { customer?: number } }) => {
      const complete = Promise.withResolvers<unknown>();
      requests.push({ query, complete });
      return complete.promise;
    }),
    ada,
  );
  return { counts, requests };
}

test('counts run four at a time, each account once', async () => {
  const { counts, requests } = startCounts();
  for (const id of [1, 2, 3, 4, 5, 6, 1]) counts.load(account(id));
  expect(requests.map(({ query }) => query.customer)).toEqual([1, 2, 3, 4]);
  requests[0]?.complete.resolve({ total: 7 });
  await flushPromises();
  expect([counts.get(account(1)), counts.get(account(2))]).toEqual([7, undefined]);
  expect(requests.map(({ query }) => query.customer)).toEqual([1, 2, 3, 4, 5]);
  counts.load(account(1));
  expect(requests).toHaveLength(5);
});

test('a cancelled count is not requested', async () => {
  const { counts, requests } = startCounts();
  for (const id of [1, 2, 3, 4, 5, 6]) counts.load(account(id));
  counts.cancel(account(5));
  requests[0]?.complete.resolve({ total: 0 });
  await flushPromises();
  expect(requests.map(({ query }) => query.customer)).toEqual([1, 2, 3, 4, 6]);
});

test('a failed count is null, and the next one runs', async () => {
  const { counts, requests } = startCounts();
  for (const id of [1, 2, 3, 4, 5]) counts.load(account(id, 'agent'));
  requests[0]?.complete.reject(new NetworkError('lost'));
  await flushPromises();
  expect(counts.get(account(1))).toBeNull();
  expect(requests.map(({ query }) => query.assignee)).toEqual([1, 2, 3, 4, 5]);
});

test('a list loads all pages, up to its maximum', async () => {
  const pages = (total: number) => {
    const request = async (_: string, { query }: { query: { limit: number; after?: number } }) => {
      const after = query.after ?? 0;
      const users = Array.from({ length: Math.min(query.limit, total - after) }, (_, n) =>
        account(after + n + 1),
      );
      return { users, hasMore: after + users.length < total };
    };
    return createRoot(() => createUserList(sessionWith(request), ada, 'customer'));
  };
  const [small, huge] = [pages(450), pages(MAX_ACCOUNTS + 1)];
  await flushPromises();
  expect([small.list.value()?.length, small.isTruncated()]).toEqual([450, false]);
  expect([huge.list.value()?.length, huge.isTruncated()]).toEqual([MAX_ACCOUNTS, true]);
});
