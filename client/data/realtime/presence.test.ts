import { expect, test, vi } from 'vitest';
import { LEASE_SECONDS } from '../../../shared/presence.ts';
import { ada } from '../testing/test-client.ts';
import type { LiveConnection } from './connection.ts';
import { createPresence } from './presence.ts';

test('typing is reported before each lease ends, also after the clock was set back', () => {
  vi.useFakeTimers();
  const emit = vi.fn();
  const none = () => () => {};
  const connection = { emitter: { isLive: () => true, emit }, onPresence: none, onDisconnect: none };
  // Seam: the members of a connection that presence uses.
  const presence = createPresence(ada, connection as unknown as LiveConnection);
  const type = () => presence.typing(7, false);
  type();
  type();
  expect(emit).toHaveBeenCalledTimes(1);
  vi.setSystemTime(Date.now() - 3 * 3_600_000);
  vi.advanceTimersByTime(LEASE_SECONDS.replying * 500);
  type();
  expect(emit).toHaveBeenCalledTimes(2);
  vi.useRealTimers();
});
