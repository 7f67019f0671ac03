import { expect, it } from 'vitest';
import { retryConflicts } from './retries.ts';

const failWith = (code: string, constraint?: string) => Object.assign(new Error(code), { code, constraint });

/** Runs a transaction that fails with this error at first. Returns the number of its attempts and its result. */
async function run(error: Error, failures: number) {
  let attempts = 0;
  const result = await retryConflicts(async () => {
    attempts += 1;
    if (attempts <= failures) throw error;
    return 'done';
  }).catch(({ message }) => message);
  return [attempts, result];
}

it.each([
  ['a serialization failure', failWith('40001')],
  ['a deadlock', failWith('40P01')],
  ['a migration by a newer node', failWith('0A000')],
  ['an Idempotency-Key that another request has stored meanwhile', failWith('23505', 'replies_author_key')],
])('a transaction runs again after %s', async (_, error) => {
  expect(await run(error, 2)).toEqual([3, 'done']);
});

it('a transaction runs at most five times', async () => {
  expect(await run(failWith('40P01'), 9)).toEqual([5, '40P01']);
});

it.each([['23505'], ['SQLITE_BUSY'], ['08006']])(
  'a transaction runs once if it fails with %s',
  async (code) => {
    expect(await run(failWith(code), 1)).toEqual([1, code]);
  },
);
