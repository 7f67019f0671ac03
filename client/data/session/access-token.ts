import type { ResponseOf } from '../../../shared/contract.ts';
import { ApiError, request } from '../http/request.ts';
import { withTabLock } from '../lib/tab-lock.ts';

/** An access token, and when to renew it: well before it ends (epoch milliseconds). */
export type AccessToken = { token: string; renewAt: number };

type Issued = ResponseOf<'login'>;
/** The access token of this page: in a closure, never in storage. */
export type AccessTokenHolder = {
  current: () => AccessToken | undefined;
  /** A sign-in issued it. */
  set: (issued: Issued) => void;
  /** It is worth nothing any more, and no answer to an older question brings it back. */
  clear: () => void;
  /** Trades the cookie for a new token: one request at a time, over all tabs where the browser has locks. */
  refresh: () => Promise<void>;
};

const RENEWAL_MARGIN_MS = 30_000;

/** Makes an empty badge; `onIssued` and `onRefused` hear how each refresh ended. */
export function createAccessTokenHolder(
  onIssued: (issued: Issued) => void,
  onRefused: (why: ApiError) => void,
): AccessTokenHolder {
  let current: AccessToken | undefined;
  let refreshing: Promise<void> | undefined;
  /** Rises with each sign-in and sign-out: an answer to an older question counts for nothing. */
  let generation = 0;

  function set({ token, expiresIn }: Issued): void {
    const life = expiresIn * 1000;
    current = { token, renewAt: Date.now() + life - Math.min(RENEWAL_MARGIN_MS, life / 4) };
    generation += 1;
  }

  function clear(): void {
    current = undefined;
    refreshing = undefined;
    generation += 1;
  }

  async function renew(): Promise<void> {
    const asked = generation;
    try {
      const issued = await withTabLock('helpdesk:refresh', () => request('refresh', {}));
      if (asked !== generation) return;
      set(issued);
      onIssued(issued);
    } catch (failure) {
      if (failure instanceof ApiError && asked === generation) {
        clear();
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

  return { current: () => current, set: set, clear: clear, refresh };
}
