import { type Accessor, createSignal, onCleanup } from 'solid-js';
import type { Reply, Ticket } from '../../../shared/schemas.ts';
import type { ClientCore } from '../client-core.ts';
import { ApiError, NetworkError, type Request } from '../http/request.ts';
import { isOnline } from '../lib/page-lifecycle.ts';
import { withTabLock } from '../lib/tab-lock.ts';
import type { OutboxItem, OutboxStore } from './outbox-store.ts';

/** Sends the items of the outbox: one at a time for each ticket, and in one tab at a time. */
export type OutboxSender = {
  /** The keys of the items this tab is sending. */
  sending: Accessor<ReadonlySet<string>>;
  /** Sends all items that need not wait. */
  flush: () => void;
  /** The network or the session is back: also sends items that wait for a retry. */
  retryAll: () => void;
};

const MAX_RETRY_DELAY_MS = 30_000;

/** Creates the sender; it stops with its owner. */
export function createOutboxSender(
  { me, request }: ClientCore,
  items: OutboxStore,
  onSent: (response: { reply: Reply; ticket: Ticket }) => void,
): OutboxSender {
  const draining = new Set<number>();
  const retryTimers = new Map<number, ReturnType<typeof setTimeout>>();
  const attempts = new Map<number, number>();
  const [sending, setSending] = createSignal<ReadonlySet<string>>(new Set());
  let ended = false;

  /** Sends the items of one ticket until one of them has to wait. */
  async function drainTicket(ticketId: number): Promise<void> {
    if (draining.has(ticketId)) return;
    draining.add(ticketId);
    try {
      for (let isDone = true; isDone; ) {
        const item = items.all().find((one) => one.ticketId === ticketId);
        if (ended || !item || !isOnline() || item.state === 'failed' || item.state === 'stale') break;
        isDone = await withTabLock(`helpdesk:outbox:${me.id}:${ticketId}`, () => sendOnce(item.key));
      }
    } catch {
      // The lock or the storage failed, not the request.
      scheduleRetry(ticketId);
    } finally {
      draining.delete(ticketId);
    }
  }

  /** Returns true if the next item may be sent. */
  async function sendOnce(key: string): Promise<boolean> {
    // Another tab may have sent it while this one waited for the lock.
    items.refresh();
    const item = items.find(key);
    if (ended || !item) return !ended;
    setSending((keys) => new Set([...keys, key]));
    try {
      const response = await request('addReply', toRequest(item));
      attempts.delete(item.ticketId);
      onSent(response);
      items.remove(key);
      return true;
    } catch (failure) {
      handleFailure(item, failure);
      return false;
    } finally {
      setSending((keys) => new Set([...keys].filter((other) => other !== key)));
    }
  }

  function handleFailure({ key, ticketId }: OutboxItem, failure: unknown): void {
    if (!(failure instanceof ApiError)) {
      items.change(key, { state: isOnline() ? 'unknown' : 'queued' });
      scheduleRetry(ticketId, failure instanceof NetworkError ? failure.retryAfter : undefined);
      return;
    }
    const { problem, retryAfter } = failure;
    if (problem.code === 'rate_limited') scheduleRetry(ticketId, retryAfter);
    else if (problem.code === 'stale_reply')
      items.change(key, { state: 'stale', problem, missed: problem.missed });
    // After a sign-out the item stays as it is and is sent after the next sign-in.
    else if (problem.code !== 'unauthenticated') items.change(key, { state: 'failed', problem });
  }

  /** Retries after the given seconds, or with exponential back-off. */
  function scheduleRetry(ticketId: number, seconds?: number): void {
    if (ended) return;
    const attempt = (attempts.get(ticketId) ?? 0) + 1;
    attempts.set(ticketId, attempt);
    const backOffMs = Math.min(MAX_RETRY_DELAY_MS, 500 * 2 ** attempt) * (0.75 + Math.random() / 2);
    const retry = () => {
      retryTimers.delete(ticketId);
      void drainTicket(ticketId);
    };
    clearTimeout(retryTimers.get(ticketId));
    retryTimers.set(ticketId, setTimeout(retry, seconds ? seconds * 1000 : backOffMs));
  }

  function flush(): void {
    if (ended) return;
    items.refresh();
    for (const { ticketId } of items.all()) if (!retryTimers.has(ticketId)) void drainTicket(ticketId);
  }

  function cancelRetries(): void {
    for (const timer of retryTimers.values()) clearTimeout(timer);
    retryTimers.clear();
  }

  onCleanup(() => {
    ended = true;
    cancelRetries();
  });

  return {
    sending,
    flush,
    retryAll: () => {
      cancelRetries();
      flush();
    },
  };
}

const toRequest = (item: OutboxItem): Request<'addReply'> => ({
  params: { id: item.ticketId },
  key: item.key,
  body: {
    content: item.content,
    internal: item.internal,
    status: item.status,
    lastSeenReplyId: item.lastSeenReplyId,
  },
});
