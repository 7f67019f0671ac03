import { createSignal, untrack } from 'solid-js';
import { deepEqual } from '../lib/deep-equal.ts';
import type { KeyValueStore } from '../lib/local-storage.ts';
import { onWindow } from '../lib/page-lifecycle.ts';
import type { PendingReply } from './outbox.ts';

/** A pending reply as it is kept: with what its writer had seen, and the thread it goes to. */
export type OutboxItem = PendingReply & { lastSeenReplyId?: string | null | undefined };

/** The unsent replies of one person, kept until acknowledged and shared by all their tabs: one key of the shelf each. */
export function createOutboxStore(personId: number, shelf: KeyValueStore) {
  const prefix = `helpdesk:outbox:${personId}:`;
  const [lines, setLines] = createSignal<readonly OutboxItem[]>([]);

  const read = (key: string): OutboxItem | undefined => {
    const text = shelf.get(prefix + key);
    // Seam: written by `put` below, of this or an earlier build.
    return text === undefined ? undefined : (JSON.parse(text) as OutboxItem);
  };

  /** What another tab did is seen here before anything is sent. */
  function refresh(): void {
    const known = new Map(untrack(lines).map((line) => [line.key, line]));
    const kept = shelf.keys(prefix).flatMap((key) => read(key.slice(prefix.length)) ?? []);
    const sorted = kept.sort((a, b) => a.writtenAt - b.writtenAt || a.key.localeCompare(b.key));
    setLines(
      sorted.map((line) => {
        const old = known.get(line.key);
        return old && deepEqual(old, line) ? old : line;
      }),
    );
  }

  function put(line: OutboxItem): void {
    shelf.set(prefix + line.key, JSON.stringify(line));
    refresh();
  }

  onWindow(['storage'], refresh);
  refresh();

  return {
    /** All, oldest first. Reactive. */
    all: lines,
    refresh,
    find: (key: string) => lines().find((line) => line.key === key),
    put,
    /** Changes a line unless it is gone. */
    change: (key: string, part: Partial<OutboxItem>): void => {
      const line = read(key);
      if (line) put({ ...line, ...part });
    },
    remove: (key: string): void => {
      shelf.remove(prefix + key);
      refresh();
    },
  };
}

export type OutboxStore = ReturnType<typeof createOutboxStore>;
