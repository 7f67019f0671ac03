import type { User } from '../../../shared/schemas.ts';
import type { Session } from '../session/session-context.ts';
import type { ClientSocket } from './socket.ts';

const PATIENCE = 10_000;
const RETRY = 5_000;
const SOON = 100;
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Shows the server a new token before the old one ends, so that the line is not cut. */
export function createTokenRenewal(me: User, session: Session) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => clearTimeout(timer);

  async function probe(line: ClientSocket, patience: number): Promise<void> {
    const { token } = await session.token(me);
    const answer = await line.timeout(patience).emitWithAck('session:renew', { token });
    if (!answer.ok) throw new Error(answer.error.detail);
  }

  async function start(line: ClientSocket): Promise<void> {
    stop();
    const held = await session.token(me).catch(() => undefined);
    const pause = held ? held.renewAt - Date.now() : RETRY;
    stop();
    timer = setTimeout(
      () => {
        if (!line.connected) return;
        probe(line, PATIENCE).then(
          () => start(line),
          // No network, or refused: the server will cut the line, and that is heard.
          () => {},
        );
      },
      Math.min(MAX_TIMEOUT_MS, Math.max(SOON, pause)),
    );
  }

  return {
    start,
    stop,
    /** Is somebody still there? Rejects if not, after `patience` ms. */
    probe,
  };
}
