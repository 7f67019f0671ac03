import type { Activity, ThreadEntry } from '../../data/thread/timeline.ts';
import { startOfDay } from '../../ui/time/format-day.ts';

type Message = Exclude<ThreadEntry, Activity>;
export type MessageHead = { at: string; kind: Message['kind']; actor: { id: number } };

/** Messages of one author within this time, counted from the first, are one group under one header. */
const GROUP_MS = 5 * 60_000;

/** An item of the timeline. Unchanged items keep their object identity, to keep their DOM nodes. */
export type TimelineItem =
  | { key: string; kind: 'day'; at: number }
  | { key: string; kind: 'unread-divider' }
  | { key: string; kind: 'message'; entry: Message; continues: boolean }
  | { key: string; kind: 'activity'; entries: readonly Activity[] };

const isActivity = (entry: ThreadEntry): entry is Activity => entry.kind !== 'reply' && entry.kind !== 'note';

/**
 * Groups thread entries into timeline items: a separator per day, a divider before the first unread entry, and one item for
 * consecutive changes by one user. A message of the same author and visibility soon after another continues its group.
 * `preceding` is the message above, whose day needs no second separator.
 */
export function groupEntries(
  entries: readonly ThreadEntry[],
  preceding: MessageHead | undefined,
  firstUnreadId: string | undefined,
  previous: readonly TimelineItem[] = [],
): TimelineItem[] {
  const previousByKey = new Map(previous.map((item) => [item.key, item]));
  const items: TimelineItem[] = [];
  const add = (item: TimelineItem) => {
    const old = previousByKey.get(item.key);
    items.push(old && isSame(old, item) ? old : item);
  };
  let day = preceding && startOfDay(Date.parse(preceding.at));
  /** The first message of the group that the next message may continue. */
  let group = preceding;
  let run: Activity[] = [];
  const endRun = () => {
    if (run.length > 0) add({ key: run.map(({ id }) => id).join(), kind: 'activity', entries: run });
    run = [];
  };
  for (const entry of entries) {
    const entryDay = startOfDay(Date.parse(entry.at));
    const endsRun = entryDay !== day || entry.id === firstUnreadId || !isActivity(entry);
    if (endsRun || run[0]?.actor.id !== entry.actor.id) endRun();
    if (entryDay !== day) add({ key: `day ${entryDay}`, kind: 'day', at: entryDay });
    if (entry.id === firstUnreadId) add({ key: 'unread-divider', kind: 'unread-divider' });
    if (isActivity(entry)) {
      run.push(entry);
      group = undefined;
    } else {
      const continues = entryDay === day && entry.id !== firstUnreadId && continuesGroup(group, entry);
      if (!continues) group = entry;
      add({ key: entry.id, kind: 'message', entry, continues });
    }
    day = entryDay;
  }
  endRun();
  return items;
}

const isSame = (old: TimelineItem, item: TimelineItem): boolean =>
  item.kind !== 'message' ||
  (old.kind === 'message' && old.entry === item.entry && old.continues === item.continues);

/** The message that starts the group at the end of the timeline; none if an activity or a divider is last. */
export function lastGroup(
  items: readonly TimelineItem[],
  preceding: MessageHead | undefined,
): MessageHead | undefined {
  const last = items.at(-1);
  if (!last) return preceding;
  if (last.kind !== 'message') return undefined;
  const first = items.findLast((item) => item.kind === 'message' && !item.continues);
  return first?.kind === 'message' ? first.entry : preceding;
}

/** Whether a message belongs to the group that this message starts. */
export const continuesGroup = (group: MessageHead | undefined, message: MessageHead): boolean =>
  group !== undefined &&
  group.kind === message.kind &&
  group.actor.id === message.actor.id &&
  Math.abs(Date.parse(message.at) - Date.parse(group.at)) <= GROUP_MS;
