import { type Accessor, createMemo, createSignal } from 'solid-js';
import type { HistoryEntry } from '../../../shared/events.ts';
import type { Agent, Person, Reply } from '../../../shared/schemas.ts';
import type { Priority, Status } from '../../../shared/vocabulary.ts';
import type { TicketEvent } from '../realtime/event-stream.ts';

type EntryBase = { id: string; at: string; actor: Person };

/** One entry of a timeline, in log order; `id` is a reply's id or `e<seq>`. Entries keep their identity, as `<For>` needs. */
export type ThreadEntry = (EntryBase & { kind: 'reply' | 'note'; reply: Reply }) | Activity;

/** A change of the ticket itself. */
export type Activity =
  | (EntryBase & { kind: 'status'; from: Status; to: Status })
  | (EntryBase & { kind: 'assignment'; agent: Agent | null; previousAgent: Agent | null })
  | (EntryBase & { kind: 'priority'; from: Priority; to: Priority });

const isActivity = (entry: ThreadEntry | undefined): entry is Activity =>
  entry !== undefined && !('reply' in entry);

/** The replies and activities of one ticket: sets that only grow, so the same data may arrive twice and in any order. */
export type Timeline = {
  entries: Accessor<readonly ThreadEntry[]>;
  /** All activities, even where the replies are not loaded. */
  activities: Accessor<readonly Activity[]>;
  hasEarlier: Accessor<boolean>;
  /** The oldest loaded reply: earlier pages end before it. */
  oldest: () => string | undefined;
  /** The last reply that the log contains, and its seq. */
  last: () => { id: string; seq: number } | undefined;
  /** Adds a loaded page of replies; each further page is earlier in time. */
  addPage: (page: { replies: readonly Reply[]; hasEarlier: boolean }) => void;
  addReply: (reply: Reply) => void;
  addHistory: (entries: readonly HistoryEntry[]) => void;
  addEvent: (event: TicketEvent) => void;
  clear: () => void;
};

/** Creates an empty timeline. */
export function createTimeline(): Timeline {
  const replies = new Map<string, Reply>();
  const history = new Map<number, HistoryEntry>();
  const entryCache = new Map<string, ThreadEntry>();
  const [changed, notify] = createSignal(undefined, { equals: false });
  const [hasEarlier, setHasEarlier] = createSignal(false);
  let oldest: string | undefined;

  function cached(id: string, create: () => ThreadEntry | undefined): ThreadEntry | undefined {
    const entry = entryCache.get(id) ?? create();
    if (entry) entryCache.set(id, entry);
    return entry;
  }

  const replyEntry = (id: string) =>
    cached(id, () => {
      const reply = replies.get(id);
      const kind = reply?.internal ? 'note' : 'reply';
      return reply && { kind, id, at: reply.createdAt, actor: reply.author, reply };
    });
  const activityEntry = (entry: HistoryEntry) => cached(`e${entry.seq}`, () => activityOf(entry));
  const toEntry = (entry: HistoryEntry) =>
    'replyId' in entry ? replyEntry(entry.replyId) : activityEntry(entry);

  const log = createMemo(() => {
    changed();
    return [...history.values()].sort((a, b) => a.seq - b.seq);
  });
  const activities = createMemo(() =>
    log()
      .filter((entry) => !('replyId' in entry))
      .map(activityEntry)
      .filter(isActivity),
  );
  const entries = createMemo(() => {
    const start = log().findIndex((entry) => 'replyId' in entry && entry.replyId === oldest);
    // Activities before the oldest loaded reply appear with the pages that contain their replies.
    const loaded = hasEarlier() ? log().slice(Math.max(0, start)) : log();
    const logged = new Set(log().flatMap((entry) => ('replyId' in entry ? entry.replyId : [])));
    // The user's own replies whose event has not arrived yet are the newest.
    const unlogged = [...replies.keys()].filter((id) => !logged.has(id));
    return [...loaded.map(toEntry), ...unlogged.map(replyEntry)].filter((entry) => entry !== undefined);
  });

  const addReply = (reply: Reply) => {
    replies.set(reply.id, reply);
    notify(undefined);
  };

  return {
    entries,
    activities,
    hasEarlier,
    oldest: () => oldest,
    last: () => {
      const newest = log().findLast((entry) => 'replyId' in entry && replies.has(entry.replyId));
      return newest && 'replyId' in newest ? { id: newest.replyId, seq: newest.seq } : undefined;
    },
    addPage: (page) => {
      oldest = page.replies[0]?.id ?? oldest;
      setHasEarlier(page.hasEarlier);
      for (const reply of page.replies) addReply(reply);
    },
    addReply,
    addHistory: (added) => {
      for (const entry of added) history.set(entry.seq, entry);
      notify(undefined);
    },
    addEvent: (event) => {
      history.set(event.seq, toHistoryEntry(event));
      if ('reply' in event) addReply(event.reply);
      notify(undefined);
    },
    clear: () => {
      for (const map of [replies, history, entryCache]) map.clear();
      oldest = undefined;
      setHasEarlier(false);
      notify(undefined);
    },
  };
}

/** An event as the ticket's history returns it. */
function toHistoryEntry(event: TicketEvent): HistoryEntry {
  if (event.type !== 'reply.created') return event;
  const { reply, ticket: _, ...entry } = event;
  return { ...entry, replyId: reply.id, internal: reply.internal };
}

function activityOf(entry: HistoryEntry): Activity | undefined {
  const { seq, at, actor } = entry;
  const base = { id: `e${seq}`, at, actor };
  if (entry.type === 'ticket.status_changed')
    return { ...base, kind: 'status', from: entry.from, to: entry.to };
  if (entry.type === 'ticket.updated') return { ...base, kind: 'priority', ...entry.changes.priority };
  if (entry.type !== 'ticket.assigned') return undefined;
  return { ...base, kind: 'assignment', agent: entry.agent, previousAgent: entry.previousAgent };
}
