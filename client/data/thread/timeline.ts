import { type Accessor, createMemo, createSignal } from 'solid-js';
import type { HistoryEntry } from '../../../shared/events.ts';
import type { Agent, Person, Reply } from '../../../shared/schemas.ts';
import type { Priority } from '../../../shared/ticket-list.ts';
import type { Status } from '../../../shared/workflow.ts';
import type { TicketEvent } from '../realtime/event-stream.ts';

type Line = { id: string; at: string; actor: Person };

/** One line of a timeline, in log order; `id` is a reply's id or `e<seq>`. Objects keep their identity: fit for `<For>`. */
export type ThreadEntry = (Line & { kind: 'reply' | 'note'; reply: Reply }) | Fact;

/** What was done rather than said. */
export type Fact =
  | (Line & { kind: 'status'; from: Status; to: Status })
  | (Line & { kind: 'assignment'; agent: Agent | null; previousAgent: Agent | null })
  | (Line & { kind: 'priority'; from: Priority; to: Priority });

const isFact = (entry: ThreadEntry | undefined): entry is Fact => entry !== undefined && !('reply' in entry);

/** What was said and done on one ticket: sets that only grow, so that news may come twice and in any order. */
export type Timeline = {
  entries: Accessor<readonly ThreadEntry[]>;
  /** All that was ever done with the ticket, whatever part of the conversation is here. */
  facts: Accessor<readonly Fact[]>;
  hasEarlier: Accessor<boolean>;
  /** The oldest reply fetched: earlier pages end before it. */
  oldest: () => string | undefined;
  /** The last reply the log has told of, and its number: how far one can have read. */
  last: () => { id: string; seq: number } | undefined;
  /** A page of replies as fetched; each later page is earlier in time. */
  takePage: (page: { replies: readonly Reply[]; hasEarlier: boolean }) => void;
  takeReply: (reply: Reply) => void;
  takeHistory: (entries: readonly HistoryEntry[]) => void;
  hear: (event: TicketEvent) => void;
  clear: () => void;
};

/** Makes an empty timeline. */
export function createTimeline(): Timeline {
  const replies = new Map<string, Reply>();
  const history = new Map<number, HistoryEntry>();
  const made = new Map<string, ThreadEntry>();
  const [changed, change] = createSignal(undefined, { equals: false });
  const [hasEarlier, setHasEarlier] = createSignal(false);
  let oldest: string | undefined;

  function entryOf(id: string, make: () => ThreadEntry | undefined): ThreadEntry | undefined {
    const entry = made.get(id) ?? make();
    if (entry) made.set(id, entry);
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
  const factOf = (line: HistoryEntry) => entryOf(`e${line.seq}`, () => lineOf(line));
  const facts = createMemo(() =>
    log()
      .map((line) => ('replyId' in line ? undefined : factOf(line)))
      .filter(isFact),
  );
  const entries = createMemo(() => {
    const lines = log();
    const start = lines.findIndex((line) => 'replyId' in line && line.replyId === oldest);
    // What lies before the oldest fetched reply comes with the pages that hold its replies.
    const shown = hasEarlier() ? lines.slice(Math.max(0, start)) : lines;
    const told = new Set(lines.flatMap((line) => ('replyId' in line ? line.replyId : [])));
    // My own answers the log has not told of yet are the newest there is.
    const untold = [...replies.keys()].filter((id) => !told.has(id));
    return [
      ...shown.map((line) => ('replyId' in line ? replyEntry(line.replyId) : factOf(line))),
      ...untold.map(replyEntry),
    ].filter((entry) => entry !== undefined);
  });

  const takeReply = (reply: Reply) => {
    replies.set(reply.id, reply);
    change(undefined);
  };

  return {
    entries,
    facts,
    hasEarlier,
    oldest: () => oldest,
    last: () => {
      const told = [...history.values()].filter((line) => 'replyId' in line && replies.has(line.replyId));
      const newest = told.reduce<HistoryEntry | undefined>((a, b) => (a && a.seq > b.seq ? a : b), undefined);
      return newest && 'replyId' in newest ? { id: newest.replyId, seq: newest.seq } : undefined;
    },
    takePage: (page) => {
      oldest = page.replies[0]?.id ?? oldest;
      setHasEarlier(page.hasEarlier);
      for (const reply of page.replies) takeReply(reply);
    },
    takeReply,
    takeHistory: (lines) => {
      for (const line of lines) history.set(line.seq, line);
      change(undefined);
    },
    hear: (event) => {
      history.set(event.seq, historyOf(event));
      if ('reply' in event) takeReply(event.reply);
      change(undefined);
    },
    clear: () => {
      for (const map of [replies, history, made]) map.clear();
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

function lineOf(line: HistoryEntry): Fact | undefined {
  const { seq, at, actor } = line;
  const common = { id: `e${seq}`, at, actor };
  if (line.type === 'ticket.status_changed')
    return { ...common, kind: 'status', from: line.from, to: line.to };
  if (line.type === 'ticket.updated') return { ...common, kind: 'priority', ...line.changes.priority };
  if (line.type !== 'ticket.assigned') return undefined;
  return { ...common, kind: 'assignment', agent: line.agent, previousAgent: line.previousAgent };
}
