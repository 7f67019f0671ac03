import { onCleanup } from 'solid-js';

/** Where a loaded thread ends, for read marks and for the stale-reply check. */
export type ThreadPosition = {
  /** The last reply the user can have read, else `description`, and the seq up to which nothing follows it. */
  lastRead: () => { id: string; asOf: number } | undefined;
  /** The newest public reply the user has seen, null for none: a newer one by another user holds a reply back. */
  lastSeenReply: () => string | null;
};

/** The positions of the loaded threads. Threads register here, so read marks and outbox do not import them. */
export function createThreadPositions() {
  const positions = new Map<number, ThreadPosition>();
  return {
    /** Registers a thread until the calling owner ends. */
    register: (ticketId: number, position: ThreadPosition): void => {
      positions.set(ticketId, position);
      onCleanup(() => {
        if (positions.get(ticketId) === position) positions.delete(ticketId);
      });
    },
    get: (ticketId: number): ThreadPosition | undefined => positions.get(ticketId),
  };
}
