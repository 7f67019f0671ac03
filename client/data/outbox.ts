import type { Problem, Reply } from '../../shared/schemas.ts';
import type { Status } from '../../shared/workflow.ts';

/** What the composer hands over. */
export type ReplyToSend = { content: string; internal: boolean; status?: Status | undefined };

/**
 * A reply on its way. `sending`; `queued`: waits for the network or for the line before it; `unknown`: no answer, may have
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
