import type { AnswerOf } from '../../../shared/contract.ts';
import { Refused, send } from '../http/request.ts';
import { withLock } from '../lib/tab-lock.ts';

/** An access token, and when to renew it: well before it ends (epoch milliseconds). */
export type Held = { token: string; renewAt: number };

type Issued = AnswerOf<'login'>;
/** The access token of this page: in a closure, never in storage. */
export type Badge = {
  held: () => Held | undefined;
  /** A sign-in issued it. */
  take: (issued: Issued) => void;
  /** It is worth nothing any more, and no answer to an older question brings it back. */
  drop: () => void;
  /** Trades the cookie for a new token: one request at a time, over all tabs where the browser has locks. */
  refresh: () => Promise<void>;
};

const MARGIN = 30_000;

/** Makes an empty badge; `onIssued` and `onRefused` hear how each refresh ended. */
export function createBadge(onIssued: (issued: Issued) => void, onRefused: (why: Refused) => void): Badge {
  let held: Held | undefined;
  let refreshing: Promise<void> | undefined;
  /** Rises with each sign-in and sign-out: an answer to an older question counts for nothing. */
  let era = 0;

  function take({ token, expiresIn }: Issued): void {
    const life = expiresIn * 1000;
    held = { token, renewAt: Date.now() + life - Math.min(MARGIN, life / 4) };
    era += 1;
  }

  function drop(): void {
    held = undefined;
    refreshing = undefined;
    era += 1;
  }

  async function renew(): Promise<void> {
    const asked = era;
    try {
      const issued = await withLock('helpdesk:refresh', () => send('refresh', {}));
      if (asked !== era) return;
      take(issued);
      onIssued(issued);
    } catch (failure) {
      if (failure instanceof Refused && asked === era) {
        drop();
        onRefused(failure);
      }
      throw failure;
    }
  }

  function refresh(): Promise<void> {
    if (refreshing) return refreshing;
    const mine = renew().finally(() => {
      if (refreshing === mine) refreshing = undefined;
    });
    refreshing = mine;
    return mine;
  }

  return { held: () => held, take, drop, refresh };
}
