import { expect, it, onTestFinished } from 'vitest';
import { createPasswords } from './passwords.ts';

/** Returns the duration of `task` in milliseconds. */
async function measureMs(task: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await task();
  return performance.now() - start;
}

it('AU-6 an unknown account costs a hash comparison as well', async () => {
  const passwords = createPasswords();
  onTestFinished(() => passwords.close());
  const hashed = await passwords.hash('correct horse');
  const times = { missing: 0, wrong: 0 };
  // Alternate the two cases, to spread other load on the machine over both.
  for (let round = 0; round < 5; round += 1) {
    times.missing += await measureMs(() => passwords.matches('wrong horse', null));
    times.wrong += await measureMs(() => passwords.matches('wrong horse', hashed));
  }
  expect(times.missing / times.wrong).toBeGreaterThan(0.5);
});
