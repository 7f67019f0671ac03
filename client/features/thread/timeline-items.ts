import type { Activity, ThreadEntry } from '../../data/thread/timeline.ts';
import { startOfDay } from '../../ui/time/format-day.ts';

type Message = Exclude<ThreadEntry, Activity>;

/** An item of the timeline. Unchanged items keep their object identity, to keep their DOM nodes. */
export type TimelineItem =
  | { key: string; kind: 'day'; at: number }
  | { key: string; kind: 'unread-divider' }
  | { key: string; kind: 'message'; entry: Message }
  | { key: string; kind: 'activity'; entries: readonly Activity[] };

const isActivity = (entry: ThreadEntry): entry is Activity => entry.kind !== 'reply' && entry.kind !== 'note';

/**
 * Groups thread entries into timeline items: a separator per day, a divider before the first unread entry, and one item for
 * consecutive changes by one user. `precedingAt` is the time of the item above, whose day needs no second separator.
 */
export function groupEntries(
  entries: readonly ThreadEntry[],
  precedingAt: number | undefined,
  firstUnreadId: string | undefined,
  previous: readonly TimelineItem[] = [],
): TimelineItem[] {
  const previousByKey = new Map(previous.map((item) => [item.key, item]));
  const items: TimelineItem[] = [];
  const add = (item: TimelineItem) => {
    const old = previousByKey.get(item.key);
    const isUnchanged =
      old && (item.kind !== 'message' || (old.kind === 'message' && old.entry === item.entry));
    items.push(isUnchanged ? old : item);
  };
  let day = precedingAt === undefined ? undefined : startOfDay(precedingAt);
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
    day = entryDay;
    if (isActivity(entry)) run.push(entry);
    else add({ key: entry.id, kind: 'message', entry });
  }
  endRun();
  return items;
}
