import { batch, createMemo, createSignal, onCleanup } from 'solid-js';
import type { Reply, Ticket } from '../../../shared/schemas.ts';
import type { ClientCore } from '../client-core.ts';
import { createDraftRegistry } from '../drafts/draft-registry.ts';
import { isOnline, onPageResume, onWindow } from '../lib/page-lifecycle.ts';
import { createPublisher, type Subscribe } from '../lib/publisher.ts';
import { randomUuid } from '../lib/random-uuid.ts';
import { serverNow } from '../lib/server-clock.ts';
import { createThreadPositions } from '../tickets/thread-positions.ts';
import { createOutboxSender } from './outbox-sender.ts';
import { createOutboxStore, type OutboxItem, type PendingReply, type ReplyToSend } from './outbox-store.ts';

/** The replies that the server has not acknowledged: stored before they are sent, so closing the tab loses none. */
export type Outbox = {
  /** Stores a reply, removes its text from the draft of all tabs, and sends it; returns its key. */
  send: (ticketId: number, reply: ReplyToSend) => string;
  /** Sends a `failed` or `unknown` reply again now, under the same key. */
  retry: (key: string) => void;
  /** Sends a `stale` reply without the check, under the same key. */
  sendAnyway: (key: string) => void;
  /** Moves the text of a reply back into its draft, before any text there. False if it is no longer in the outbox. */
  edit: (key: string) => boolean;
  /** Removes a reply and returns it. */
  discard: (key: string) => PendingReply | undefined;
  /** The pending replies, of one ticket or of all, in the order in which they were written. Reactive. */
  pending: (ticketId?: number) => readonly PendingReply[];
  discardAll: () => void;
  /** Publishes each acknowledged reply. */
  onSent: Subscribe<{ reply: Reply; ticket: Ticket }>;
};

const FLUSH_INTERVAL_MS = 15_000;

/** Creates the outbox of one client, and sends what earlier pages have left in it. */
export function createOutbox(core: ClientCore): Outbox {
  const threadPositions = core.use(createThreadPositions);
  const drafts = core.use(createDraftRegistry);
  const items = createOutboxStore(core, ({ ticketId, internal, content, draft }) => {
    if (!draft) return;
    drafts.whenLoaded((loaded) => loaded.settleSent(ticketId, internal, content, draft));
    loadDrafts();
  });
  const acknowledged = createPublisher<{ reply: Reply; ticket: Ticket }>();
  const sender = createOutboxSender(core, items, (response) =>
    batch(() => {
      core.store.put(response.ticket);
      acknowledged.publish(response);
    }),
  );
  const [online, setOnline] = createSignal(isOnline());
  const canSend = () => online() && core.session.state().is === 'signedIn';
  const pending = createMemo(() => displayStates(items.all(), sender.sending(), canSend()));

  /** Without network the code loads with the next page that has a composer. */
  function loadDrafts(): void {
    if (drafts.loaded()) return;
    void import('../drafts/drafts.ts').then(
      ({ createDrafts }) => core.use(createDrafts),
      () => {},
    );
  }

  /** Takes an item out, as it is stored now: another tab may have changed or removed it. */
  function take(key: string): OutboxItem | undefined {
    items.refresh();
    const item = items.find(key);
    if (item) items.remove(key);
    return item;
  }

  /** Greater than that of all items, because items are sorted by it; this computer's clock may be set back. */
  const nextWrittenAt = () => Math.max(serverNow(), ...items.all().map(({ writtenAt }) => writtenAt + 1));

  function queueAgain(key: string, part: Partial<OutboxItem> = {}): void {
    items.change(key, { ...part, state: 'queued', problem: undefined, missed: undefined });
    sender.retryAll();
  }

  // The event of a reply acknowledges it even if the response was lost.
  core.onEvent(({ event, mine }) => {
    if (mine && 'reply' in event && event.reply.key && items.find(event.reply.key))
      items.remove(event.reply.key);
  });
  core.onConnected(sender.retryAll);
  onWindow(['online', 'offline'], () => setOnline(isOnline()));
  onWindow(['beforeunload'], (event) => {
    if (items.hasRefused()) event.preventDefault();
  });
  onPageResume(sender.flush);
  const timer = setInterval(sender.flush, FLUSH_INTERVAL_MS);
  onCleanup(() => clearInterval(timer));
  sender.flush();

  return {
    send: (ticketId, reply) => {
      const key = randomUuid();
      const { internal, content } = reply;
      items.refresh();
      const item: OutboxItem = {
        ...reply,
        key,
        ticketId,
        writtenAt: nextWrittenAt(),
        state: 'queued',
        draft: drafts.loaded()?.checkpoint(ticketId, internal),
        ...(!internal && { lastSeenReplyId: threadPositions.get(ticketId)?.lastSeenReply() }),
      };
      items.put(item);
      drafts.loaded()?.takeSent(ticketId, internal, content);
      // The draft has freed the room that a full storage lacked.
      if (items.hasRefused()) items.put(item);
      sender.flush();
      return key;
    },
    retry: queueAgain,
    sendAnyway: (key) => queueAgain(key, { lastSeenReplyId: undefined }),
    edit: (key) => {
      items.refresh();
      const item = items.find(key);
      if (!item) return false;
      drafts.whenLoaded((loaded) => {
        // The draft first: the text is stored twice rather than not at all.
        loaded.prepend(item.ticketId, item.internal, item.content);
        take(key);
        sender.flush();
      });
      loadDrafts();
      return true;
    },
    discard: (key) => {
      const item = take(key);
      sender.flush();
      return item;
    },
    pending: (ticketId) =>
      ticketId === undefined ? pending() : pending().filter((item) => item.ticketId === ticketId),
    discardAll: () => {
      items.refresh();
      for (const { key } of items.all()) items.remove(key);
    },
    onSent: acknowledged.subscribe,
  };
}

/** Shows a queued item as `sending` unless it waits for the network, the sign-in or an item before it. */
function displayStates(
  items: readonly OutboxItem[],
  sending: ReadonlySet<string>,
  canSend: boolean,
): PendingReply[] {
  const blocked = new Set<number>();
  return items.map((item) => {
    const isNext = item.state === 'queued' && canSend && !blocked.has(item.ticketId);
    const isSending = isNext || sending.has(item.key);
    if (!isSending) blocked.add(item.ticketId);
    return isSending ? { ...item, state: 'sending' } : item;
  });
}
