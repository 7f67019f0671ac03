import { type Accessor, createMemo, createSignal, onCleanup } from 'solid-js';
import type { Problem, Reply, Ticket } from '../../../shared/schemas.ts';
import type { Status } from '../../../shared/workflow.ts';
import type { Call } from '../http/request.ts';
import type { KeyValueStore } from '../lib/local-storage.ts';
import { isOnline, onPageResume, onWindow } from '../lib/page-lifecycle.ts';
import { randomUuid } from '../lib/random-uuid.ts';
import { createSender } from './outbox-sender.ts';
import { createOutboxStore, type OutboxItem } from './outbox-store.ts';

/** What the composer hands over. */
export type ReplyToSend = { content: string; internal: boolean; status?: Status | undefined };

/**
 * A reply on its way. `sending`; `queued`: waits for the network, the next sign-in or the line before it; `unknown`: no answer, may have
 * arrived, is tried again by itself under the same key (never editable); `failed`: refused for good (`problem`); `stale`:
 * somebody was faster (`missed`).
 */
export type PendingReply = ReplyToSend & {
  /** Its Idempotency-Key. */
  key: string;
  ticketId: number;
  /** Epoch milliseconds. */
  writtenAt: number;
  state: 'sending' | 'queued' | 'unknown' | 'failed' | 'stale';
  problem?: Problem | undefined;
  missed?: readonly Reply[] | undefined;
};

/** What one can do with pending replies. */
export type Outbox = {
  /** Shows the reply at once and sends it, once, in order per ticket; survives offline, reload and a closed tab. Answers its key. */
  send: (ticketId: number, reply: ReplyToSend) => string;
  /** Tries again now, same key. */
  retry: (key: string) => void;
  /** After `stale`: sends it although somebody was faster, same key. */
  sendAnyway: (key: string) => void;
  /** Takes it back: the text is the caller's to keep ("Edit" = discard + into the draft; only after `failed` or `stale`). */
  discard: (key: string) => PendingReply | undefined;
  /** All pending replies of this person, oldest first. Reactive. */
  pending: (ticketId?: number) => readonly PendingReply[];
};

/** The outbox as the desk keeps it. */
export type OutboxWithControl = Outbox & {
  /** This reply of mine is on the server, as an answer, an event or a page says. */
  settle: (reply: Reply) => void;
  /** The network or the session is back: go on. */
  retryAll: () => void;
  discardAll: () => void;
};

type Options = {
  me: { id: number };
  call: Call;
  shelf: KeyValueStore;
  /** The newest public reply on screen; undefined when the thread was never shown. */
  lastSeen: (ticketId: number) => string | null | undefined;
  onSent: (answer: { reply: Reply; ticket: Ticket }) => void;
  isSignedIn: Accessor<boolean>;
};

const FLUSH_INTERVAL_MS = 15_000;

/** Makes the outbox of one person, with what earlier pages left in it, and goes on sending. */
export function createOutbox({ me, call, shelf, lastSeen, onSent, isSignedIn }: Options): OutboxWithControl {
  const lines = createOutboxStore(me.id, shelf);
  const sender = createSender(me.id, call, lines, onSent);
  const [online, setOnline] = createSignal(isOnline());
  const pending = createMemo(() => displayStates(lines.all(), sender.sending(), online() && isSignedIn()));
  let last = 0;

  function again(key: string, part: Partial<OutboxItem> = {}): void {
    lines.change(key, { ...part, state: 'queued', problem: undefined, missed: undefined });
    sender.wake();
  }

  onWindow(['online', 'offline'], () => setOnline(isOnline()));
  onPageResume(sender.flush);
  const timer = setInterval(sender.flush, FLUSH_INTERVAL_MS);
  onCleanup(() => clearInterval(timer));
  sender.flush();

  return {
    send: (ticketId, reply) => {
      const key = randomUuid();
      // Strictly rising, so that the order of lines is the order of writing.
      last = Math.max(last + 1, Date.now());
      lines.put({
        ...reply,
        key,
        ticketId,
        writtenAt: last,
        state: 'queued',
        ...(reply.internal ? {} : { lastSeenReplyId: lastSeen(ticketId) }),
      });
      sender.flush();
      return key;
    },
    retry: again,
    sendAnyway: (key) => again(key, { lastSeenReplyId: undefined }),
    discard: (key) => {
      const line = lines.find(key);
      lines.remove(key);
      sender.flush();
      return line;
    },
    pending: (ticketId) =>
      ticketId === undefined ? pending() : pending().filter((line) => line.ticketId === ticketId),
    settle: ({ author, key }) => {
      if (author.id === me.id && key && lines.find(key)) lines.remove(key);
    },
    retryAll: sender.wake,
    discardAll: () => {
      for (const { key } of lines.all()) lines.remove(key);
    },
  };
}

/** A line that waits for nothing but its turn is on its way. */
function displayStates(
  lines: readonly OutboxItem[],
  sending: ReadonlySet<string>,
  canSend: boolean,
): PendingReply[] {
  const held = new Set<number>();
  return lines.map((line) => {
    const going = sending.has(line.key) || (line.state === 'queued' && canSend && !held.has(line.ticketId));
    if (!going) held.add(line.ticketId);
    return going ? { ...line, state: 'sending' } : line;
  });
}
