import { type Accessor, createSignal, onCleanup } from 'solid-js';
import type { Reply, Ticket } from '../../../shared/schemas.ts';
import { ApiError, type Call, NetworkError, type Request } from '../http/request.ts';
import { isOnline } from '../lib/page-lifecycle.ts';
import { withTabLock } from '../lib/tab-lock.ts';
import type { OutboxItem, OutboxStore } from './outbox-store.ts';

/** Sends what lies in the outbox: per ticket one line after the other, in one tab at a time. */
export type Sender = {
  /** The lines on their way right now, from this tab. */
  sending: Accessor<ReadonlySet<string>>;
  /** Sends what does not have to wait. */
  flush: () => void;
  /** The network or the session is back: sends what waited for them, too. */
  wake: () => void;
};

const MAX_RETRY_DELAY_MS = 30_000;

/** Makes the sender of one person's outbox; it stops with its owner. */
export function createSender(
  personId: number,
  call: Call,
  lines: OutboxStore,
  onSent: (answer: { reply: Reply; ticket: Ticket }) => void,
): Sender {
  const running = new Set<number>();
  const pauses = new Map<number, ReturnType<typeof setTimeout>>();
  const tries = new Map<number, number>();
  const [sending, setSending] = createSignal<ReadonlySet<string>>(new Set());
  let ended = false;

  /** One ticket's lines, until one of them has to wait. */
  async function drainTicket(ticketId: number): Promise<void> {
    if (running.has(ticketId)) return;
    running.add(ticketId);
    for (let goOn = true; goOn; ) {
      const line = lines.all().find((one) => one.ticketId === ticketId);
      if (ended || !line || !isOnline() || line.state === 'failed' || line.state === 'stale') break;
      goOn = await withTabLock(`helpdesk:outbox:${personId}:${ticketId}`, () => sendOnce(line.key));
    }
    running.delete(ticketId);
  }

  /** True if the line is done with and the next may go. */
  async function sendOnce(key: string): Promise<boolean> {
    // Another tab may have sent it while we waited for our turn.
    lines.refresh();
    const line = lines.find(key);
    if (ended || !line) return !ended;
    setSending((keys) => new Set([...keys, key]));
    try {
      const answer = await call('addReply', request(line));
      tries.delete(line.ticketId);
      onSent(answer);
      lines.remove(key);
      return true;
    } catch (failure) {
      return handleFailure(line, failure);
    } finally {
      setSending((keys) => new Set([...keys].filter((other) => other !== key)));
    }
  }

  /** False: what comes after it waits, too. */
  function handleFailure({ key, ticketId }: OutboxItem, failure: unknown): false {
    if (!(failure instanceof ApiError)) {
      lines.change(key, { state: isOnline() ? 'unknown' : 'queued' });
      pause(ticketId, failure instanceof NetworkError ? failure.retryAfter : undefined);
      return false;
    }
    const { problem, retryAfter } = failure;
    if (problem.code === 'rate_limited') pause(ticketId, retryAfter);
    else if (problem.code === 'stale_reply')
      lines.change(key, { state: 'stale', problem, missed: problem.missed });
    // Signed out: it stays as it is, and goes on after the next sign-in.
    else if (problem.code !== 'unauthenticated') lines.change(key, { state: 'failed', problem });
    return false;
  }

  /** Tries again after a while, longer each time. */
  function pause(ticketId: number, seconds?: number): void {
    if (ended) return;
    const tried = (tries.get(ticketId) ?? 0) + 1;
    tries.set(ticketId, tried);
    const backOff = Math.min(MAX_RETRY_DELAY_MS, 500 * 2 ** tried) * (0.75 + Math.random() / 2);
    const go = () => {
      pauses.delete(ticketId);
      drainTicket(ticketId);
    };
    clearTimeout(pauses.get(ticketId));
    pauses.set(ticketId, setTimeout(go, seconds ? seconds * 1000 : backOff));
  }

  function flush(): void {
    if (ended) return;
    lines.refresh();
    for (const { ticketId } of lines.all()) if (!pauses.has(ticketId)) drainTicket(ticketId);
  }

  function cancelRetries(): void {
    for (const timer of pauses.values()) clearTimeout(timer);
    pauses.clear();
  }

  onCleanup(() => {
    ended = true;
    cancelRetries();
  });

  return {
    sending,
    flush: flush,
    wake: () => {
      cancelRetries();
      flush();
    },
  };
}

const request = ({
  ticketId,
  key,
  content,
  internal,
  status,
  lastSeenReplyId,
}: OutboxItem): Request<'addReply'> => ({
  params: { id: ticketId },
  key,
  body: { content, internal, status, lastSeenReplyId },
});
