import { expect, test } from 'vitest';
import { connectionMessage } from './connection-message.ts';

const line = { state: 'live', since: 0, caughtUp: 0, newBuild: false, gaps: 0 } as const;

test('nothing is said while all is well, nor for the first two seconds', () => {
  expect(connectionMessage(line, 60_000, 0)).toBeUndefined();
  expect(connectionMessage({ ...line, state: 'reconnecting' }, 1999, 0)).toBeUndefined();
});

test('then what is wrong, and that writing goes on', () => {
  expect(connectionMessage({ ...line, state: 'reconnecting' }, 2000, 0)?.text).toMatch(
    /^Reconnecting… you can keep writing/,
  );
  expect(connectionMessage({ ...line, state: 'offline' }, 2000, 0)?.text).toMatch(/^You are offline/);
});

test('back online, with what was missed', () => {
  expect(connectionMessage({ ...line, caughtUp: 4 }, 1000, 2500)?.text).toBe('Back online · 4 updates');
  expect(connectionMessage({ ...line, caughtUp: 1 }, 1000, 2500)?.text).toBe('Back online · 1 update');
  expect(connectionMessage({ ...line, caughtUp: 0 }, 1000, 2500)?.text).toBe('Back online');
});

test('a new version waits for the click', () => {
  expect(connectionMessage({ ...line, newBuild: true }, 60_000, 0)?.reload).toBe(true);
});
