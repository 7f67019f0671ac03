import { expect, test } from 'vitest';
import { connectionMessage } from './connection-message.ts';

const live = { state: 'live', since: 0, caughtUp: 0, newBuild: false, gaps: 0 } as const;

test('shows nothing while connected and for the first two seconds of an interruption', () => {
  expect(connectionMessage(live, 60_000, 0)).toBeUndefined();
  expect(connectionMessage({ ...live, state: 'reconnecting' }, 1999, 0)).toBeUndefined();
});

test('shows the problem and that writing is still possible after two seconds', () => {
  expect(connectionMessage({ ...live, state: 'reconnecting' }, 2000, 0)?.text).toMatch(
    /^Reconnecting… you can keep writing/,
  );
  expect(connectionMessage({ ...live, state: 'offline' }, 2000, 0)?.text).toMatch(/^You are offline/);
});

test('shows how many updates arrived after reconnecting', () => {
  expect(connectionMessage({ ...live, caughtUp: 4 }, 1000, 2500)?.text).toBe('Back online · 4 updates');
  expect(connectionMessage({ ...live, caughtUp: 1 }, 1000, 2500)?.text).toBe('Back online · 1 update');
  expect(connectionMessage({ ...live, caughtUp: 0 }, 1000, 2500)?.text).toBe('Back online');
});

test('offers to reload for a new version', () => {
  expect(connectionMessage({ ...live, newBuild: true }, 60_000, 0)?.reload).toBe(true);
});
