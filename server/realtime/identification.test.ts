import { expect, it } from 'vitest';
import { createIdentification } from './identification.ts';
import type { ServerSocket } from './rooms.ts';

/** Identifies sockets without a token. Their turns come when the test resolves them. */
function start(isFull = false) {
  const turns: (() => void)[] = [];
  const scheduler = {
    isFull: () => isFull,
    waitForTurn: () => new Promise<void>((resolve) => void turns.push(resolve)),
  };
  // Seam: a handshake without a token is refused before the other dependencies are used.
  const identify = createIdentification({ scheduler } as never);
  const connect = (conn: object) =>
    identify({ conn, handshake: { auth: {} } } as ServerSocket).catch(
      (error: { code: string }) => error.code,
    );
  return { turns, connect };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

it('OP-3 one CONNECT of each connection waits for a turn, its next one follows', async () => {
  const { turns, connect } = start();
  const [first, second] = [{}, {}];
  const outcomes = [connect(first), connect(first), connect(second)];
  await settle();
  expect(turns).toHaveLength(2);
  for (const turn of turns) turn();
  await settle();
  expect(turns).toHaveLength(3);
  for (const turn of turns) turn();
  expect(await Promise.all(outcomes)).toEqual(['unauthenticated', 'unauthenticated', 'unauthenticated']);
});

it('OP-3 refuses a CONNECT with 503 when too many wait', async () => {
  const { turns, connect } = start(true);
  expect(await connect({})).toBe('unavailable');
  expect(turns).toEqual([]);
});
