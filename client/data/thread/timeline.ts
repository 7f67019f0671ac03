import { type Accessor, createMemo, createSignal } from 'solid-js';
import type { HistoryEntry } from '../../../shared/events.ts';
import type { Agent, Person, Reply } from '../../../shared/schemas.ts';
import type { Priority } from '../../../shared/ticket-list.ts';
import type { Status } from '../../../shared/workflow.ts';
import type { TicketEvent } from '../realtime/event-stream.ts';

type EntryBase = { id: string; at: string; actor: Person };

/** One line of a timeline, in log order; `id` is a reply's id or `e<seq>`. Objects keep their identity: fit for `<For>`. */
export type ThreadEntry = (EntryBase & { kind: 'reply' | 'note'; reply: Reply }) | Activity;

/** What was done rather than said. */
export type Activity =
  | (EntryBase & { kind: 'status'; from: Status; to: Status })
  | (EntryBase & { kind: 'assignment'; agent: Agent | null; previousAgent: Agent | null })
  | (EntryBase & { kind: 'priority'; from: Priority; to: Priority });

const isActivity = (entry: ThreadEntry | undefined): entry is Activity =>
  entry !== undefined && !('reply' in entry);

/** What was said and done on one ticket: sets that only grow, so that news may come twice and in any order. */
export type Timeline = {
  entries: Accessor<readonly ThreadEntry[]>;
  /** All that was ever done with the ticket, whatever part of the conversation is here. */
  activities: Accessor<readonly Activity[]>;
  hasEarlier: Accessor<boolean>;
  /** The oldest reply fetched: earlier pages end before it. */
  oldest: () => string | undefined;
  /** The last reply the log has told of, and its number: how far one can have read. */
  last: () => { id: string; seq: number } | undefined;
  /** A page of replies as fetched; each later page is earlier in time. */
  addPage: (page: { replies: readonly Reply[]; hasEarlier: boolean }) => void;
  addReply: (reply: Reply) => void;
  addHistory: (entries: readonly HistoryEntry[]) => void;
  addEvent: (event: TicketEvent) => void;
  clear: () => void;
};

/** Makes an empty timeline. */
export function createTimeline(): Timeline {
  const replies = new Map<string, Reply>();
  const history = new Map<number, HistoryEntry>();
  const entryCache = new Map<string, ThreadEntry>();
  const [changed, change] = createSignal(undefined, { equals: false });
  const [hasEarlier, setHasEarlier] = createSignal(false);
  let oldest: string | undefined;

  function entryOf(id: string, make: () => ThreadEntry | undefined): ThreadEntry | undefined {
    const entry = entryCache.get(id) ?? make();
    if (entry) entryCache.set(id, entry);
    return entry;
  }

  const replyEntry = (id: string) =>
    entryOf(id, () => {
      const reply = replies.get(id);
      return (
        reply && {
          kind: reply.internal ? 'note' : 'reply',
          id,
          at: reply.createdAt,
          actor: reply.author,
          reply,
        }
      );
    });

  const log = createMemo(() => {
    changed();
    return [...history.values()].sort((a, b) => a.seq - b.seq);
  });
  const activityEntry = (line: HistoryEntry) => entryOf(`e${line.seq}`, () => activityOf(line));
  const activities = createMemo(() =>
    log()
      .map((line) => ('replyId' in line ? undefined : activityEntry(line)))
      .filter(isActivity),
  );
  const entries = createMemo(() => {
    const lines = log();
    const start = lines.findIndex((line) => 'replyId' in line && line.replyId === oldest);
    // What lies before the oldest fetched reply comes with the pages that hold its replies.
    const shown = hasEarlier() ? lines.slice(Math.max(0, start)) : lines;
    const logged = new Set(lines.flatMap((line) => ('replyId' in line ? line.replyId : [])));
    // My own answers the log has not told of yet are the newest there is.
    const unlogged = [...replies.keys()].filter((id) => !logged.has(id));
    return [
      ...shown.map((line) => ('replyId' in line ? replyEntry(line.replyId) : activityEntry(line))),
      ...unlogged.map(replyEntry),
    ].filter((entry) => entry !== undefined);
  });

  const addReply = (reply: Reply) => {
    replies.set(reply.id, reply);
    change(undefined);
  };

  return {
    entries,
    activities: activities,
    hasEarlier,
    oldest: () => oldest,
    last: () => {
      const logged = [...history.values()].filter((line) => 'replyId' in line && replies.has(line.replyId));
      const newest = logged.reduce<HistoryEntry | undefined>(
        (a, b) => (a && a.seq > b.seq ? a : b),
        undefined,
      );
      return newest && 'replyId' in newest ? { id: newest.replyId, seq: newest.seq } : undefined;
    },
    addPage: (page) => {
      oldest = page.replies[0]?.id ?? oldest;
      setHasEarlier(page.hasEarlier);
      for (const reply of page.replies) addReply(reply);
    },
    addReply: addReply,
    addHistory: (lines) => {
      for (const line of lines) history.set(line.seq, line);
      change(undefined);
    },
    addEvent: (event) => {
      history.set(event.seq, historyOf(event));
      if ('reply' in event) addReply(event.reply);
      change(undefined);
    },
    clear: () => {
      for (const map of [replies, history, entryCache]) map.clear();
      oldest = undefined;
      setHasEarlier(false);
      change(undefined);
    },
  };
}

/** An event as the ticket's history will tell it. */
function historyOf(event: TicketEvent): HistoryEntry {
  if (event.type !== 'reply.created') return event;
  const { reply, ticket: _, ...line } = event;
  return { ...line, replyId: reply.id, internal: reply.internal };
}

function activityOf(line: HistoryEntry): Activity | undefined {
  const { seq, at, actor } = line;
  const common = { id: `e${seq}`, at, actor };
  if (line.type === 'ticket.status_changed')
    return { ...common, kind: 'status', from: line.from, to: line.to };
  if (line.type === 'ticket.updated') return { ...common, kind: 'priority', ...line.changes.priority };
  if (line.type !== 'ticket.assigned') return undefined;
  return { ...common, kind: 'assignment', agent: line.agent, previousAgent: line.previousAgent };
}
