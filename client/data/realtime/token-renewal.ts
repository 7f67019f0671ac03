import type { User } from '../../../shared/schemas.ts';
import type { Session } from '../session/session-context.ts';
import type { ClientSocket } from './socket.ts';

const RENEWAL_TIMEOUT_MS = 10_000;
const RETRY_DELAY_MS = 5_000;
const MIN_DELAY_MS = 100;
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Sends the server a new token before the old one expires; otherwise it would close the connection. */
export function createTokenRenewal(me: User, session: Session) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => clearTimeout(timer);

  async function probe(socket: ClientSocket, timeoutMs: number): Promise<void> {
    const { token } = await session.token(me);
    const result = await socket.timeout(timeoutMs).emitWithAck('session:renew', { token });
    if (!result.ok) throw new Error(result.error.detail);
  }

  async function start(socket: ClientSocket): Promise<void> {
    stop();
    const current = await session.token(me).catch(() => undefined);
    const delayMs = current ? current.renewsInMs() : RETRY_DELAY_MS;
    stop();
    timer = setTimeout(
      () => {
        if (!socket.connected) return;
        probe(socket, RENEWAL_TIMEOUT_MS).then(
          () => start(socket),
          // No network, or refused: the server closes the connection, and the disconnect handler reconnects.
          () => {},
        );
      },
      Math.min(MAX_TIMEOUT_MS, Math.max(MIN_DELAY_MS, delayMs)),
    );
  }

  return {
    start,
    stop,
    /** Sends the token; rejects if the server does not acknowledge it within `timeoutMs`. */
    probe,
  };
}
