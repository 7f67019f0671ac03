import type { ResponseOf } from '../../../shared/contract.ts';
import { ApiError, request } from '../http/request.ts';
import { startStopwatch } from '../lib/elapsed-time.ts';
import { withTabLock } from '../lib/tab-lock.ts';

/** An access token and the time until it should be renewed, before it expires; 0 or less: now. */
export type AccessToken = { token: string; renewsInMs: () => number };

type Issued = ResponseOf<'login'>;

/** The access token of this page. It stays in memory and is never stored. */
export type AccessTokenHolder = {
  current: () => AccessToken | undefined;
  /** Takes the token of a sign-in. */
  set: (issued: Issued) => void;
  /** Discards the token; the response of a running refresh is ignored. */
  clear: () => void;
  /** Gets a new token with the refresh cookie: one request at a time, in all tabs if the browser supports locks. */
  refresh: () => Promise<void>;
};

const RENEWAL_MARGIN_MS = 30_000;

/** Creates a holder without a token; `onIssued` and `onRefused` receive the result of each refresh. */
export function createAccessTokenHolder(
  onIssued: (issued: Issued) => void,
  onRefused: (refusal: ApiError) => void,
): AccessTokenHolder {
  let current: AccessToken | undefined;
  let refreshing: Promise<void> | undefined;
  /** Increases with each sign-in and sign-out; a refresh of an older generation is ignored. */
  let generation = 0;

  function set({ token, expiresIn }: Issued): void {
    const lifetimeMs = expiresIn * 1000;
    const usableMs = lifetimeMs - Math.min(RENEWAL_MARGIN_MS, lifetimeMs / 4);
    const elapsedMs = startStopwatch();
    current = { token, renewsInMs: () => usableMs - elapsedMs() };
    generation += 1;
  }

  function clear(): void {
    current = undefined;
    refreshing = undefined;
    generation += 1;
  }

  async function renew(): Promise<void> {
    const begun = generation;
    try {
      const issued = await withTabLock('helpdesk:refresh', () => request('refresh', {}));
      if (begun !== generation) return;
      set(issued);
      onIssued(issued);
    } catch (failure) {
      // A rate limit is no refusal of the session: the next attempt may succeed.
      const isRefused = failure instanceof ApiError && failure.problem.code !== 'rate_limited';
      if (isRefused && begun === generation) {
        clear();
        onRefused(failure);
      }
      throw failure;
    }
  }

  function refresh(): Promise<void> {
    if (refreshing) return refreshing;
    const renewal = renew().finally(() => {
      if (refreshing === renewal) refreshing = undefined;
    });
    refreshing = renewal;
    return renewal;
  }

  return { current: () => current, set, clear, refresh };
}
