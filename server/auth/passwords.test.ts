import { expect, it, onTestFinished } from 'vitest';
import { createPasswords } from './passwords.ts';

/** Milliseconds this takes. */
async function timeOf(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

it('AU-6 an account that does not exist costs a comparison of the same kind', async () => {
  const passwords = createPasswords();
  onTestFinished(() => passwords.close());
  const hashed = await passwords.hash('correct horse');
  const times = { missing: 0, wrong: 0 };
  // In turns, so that whatever else this machine does falls on both.
  for (let round = 0; round < 5; round += 1) {
    times.missing += await timeOf(() => passwords.matches('wrong horse', null));
    times.wrong += await timeOf(() => passwords.matches('wrong horse', hashed));
  }
  expect(times.missing / times.wrong).toBeGreaterThan(0.5);
});
