import { createSignal, untrack } from 'solid-js';
import type { Problem, Reply } from '../../../shared/schemas.ts';
import type { Status } from '../../../shared/vocabulary.ts';
import type { ClientCore } from '../client-core.ts';
import type { SaveCounts } from '../drafts/draft-versions.ts';
import { isSaveCounts } from '../drafts/stored-drafts.ts';
import { deepEqual } from '../lib/deep-equal.ts';
import { createStoredCollection, isRecord, parseJson, type StoredType } from '../lib/stored-collection.ts';

/** What the composer passes to the outbox. */
export type ReplyToSend = { content: string; internal: boolean; status?: Status | undefined };

/**
 * A reply that the server has not acknowledged.
 * - `sending`: the request runs.
 * - `queued`: waits for the network, the next sign-in or the reply before it.
 * - `unknown`: no response, so it may have been stored; it is sent again under the same key and cannot be edited.
 * - `failed`: refused (`problem`).
 * - `stale`: someone else replied first (`missed`); the user decides.
 */
export type PendingReply = ReplyToSend & {
  key: string;
  ticketId: number;
  /** Epoch milliseconds. */
  writtenAt: number;
  state: 'sending' | 'queued' | 'unknown' | 'failed' | 'stale';
  problem?: Problem | undefined;
  missed?: Reply[] | undefined;
};

/** A pending reply as it is stored. */
export type OutboxItem = PendingReply & {
  /** The last reply its author had seen. */
  lastSeenReplyId?: string | null | undefined;
  /** Identifies the draft that was sent: a page that ends before it clears the draft offers it no second time. */
  draft?: SaveCounts | undefined;
};

const STORED_ITEM: StoredType<OutboxItem> = {
  version: 1,
  parse: (data) => (isOutboxItem(data) ? data : undefined),
  upgrade: parseJson,
};

const isOutboxItem = (data: unknown): data is OutboxItem =>
  isRecord(data) &&
  typeof data.key === 'string' &&
  typeof data.content === 'string' &&
  typeof data.internal === 'boolean' &&
  typeof data.state === 'string' &&
  Number.isInteger(data.ticketId) &&
  (data.draft === undefined || isSaveCounts(data.draft)) &&
  Number.isFinite(data.writtenAt);

/** The unacknowledged replies of one user, shared by all their tabs. `onAppear` receives each item when it is first read. */
export function createOutboxStore({ me, storage }: ClientCore, onAppear: (item: OutboxItem) => void) {
  const stored = createStoredCollection(storage, `helpdesk:outbox:${me.id}:`, STORED_ITEM);
  const [items, setItems] = createSignal<readonly OutboxItem[]>([]);
  /** The items that only this page has, because the browser refused to store them. */
  const refused = new Set<string>();

  /** Reads the storage again: another tab may have changed it. Unchanged items keep their identity. */
  function refresh(): void {
    const known = new Map(untrack(items).map((item) => [item.key, item]));
    const current = stored.ids().flatMap((key) => stored.get(key) ?? []);
    current.sort((a, b) => a.writtenAt - b.writtenAt || a.key.localeCompare(b.key));
    setItems(
      current.map((item) => {
        const last = known.get(item.key);
        return last && deepEqual(last, item) ? last : item;
      }),
    );
    for (const item of current) if (!known.has(item.key)) onAppear(item);
  }

  function put(item: OutboxItem): void {
    if (stored.set(item.key, item)) refused.delete(item.key);
    else refused.add(item.key);
    refresh();
  }

  stored.onChange(() => refresh());
  refresh();

  return {
    /** All items, oldest first. Reactive. */
    all: items,
    refresh,
    find: (key: string) => items().find((item) => item.key === key),
    /** Whether closing this page would lose a reply. */
    hasRefused: () => items().some(({ key }) => refused.has(key)),
    put,
    /** Changes an item unless it was removed. */
    change: (key: string, part: Partial<OutboxItem>): void => {
      const item = stored.get(key);
      if (item) put({ ...item, ...part });
    },
    remove: (key: string): void => {
      stored.remove(key);
      refresh();
    },
  };
}

export type OutboxStore = ReturnType<typeof createOutboxStore>;
