import type { Activity, ThreadEntry } from '../../data/thread/timeline.ts';
import { startOfDay } from '../../ui/time/format-day.ts';

type Message = Exclude<ThreadEntry, Activity>;

/** A line of a timeline as it is drawn. Lines with the same key are the same object as before, so that their nodes stay. */
export type TimelineItem =
  | { key: string; kind: 'day'; at: number }
  | { key: string; kind: 'unread-divider' }
  | { key: string; kind: 'message'; entry: Message }
  | { key: string; kind: 'activity'; entries: readonly Activity[] };

const isFact = (entry: ThreadEntry): entry is Activity => entry.kind !== 'reply' && entry.kind !== 'note';

/**
 * Cuts a thread into lines: a separator where a day begins, one where the unread begins, and what one person did in a row
 * as one line. `begun` is the time of the line above, whose day needs no second separator.
 */
export function groupEntries(
  entries: readonly ThreadEntry[],
  begun: number | undefined,
  firstUnreadId: string | undefined,
  before: readonly TimelineItem[] = [],
): TimelineItem[] {
  const known = new Map(before.map((line) => [line.key, line]));
  const lines: TimelineItem[] = [];
  const add = (line: TimelineItem) => {
    const same = known.get(line.key);
    const kept = same && (line.kind !== 'message' || (same.kind === 'message' && same.entry === line.entry));
    lines.push(kept ? same : line);
  };
  let day = begun === undefined ? undefined : startOfDay(begun);
  let run: Activity[] = [];
  const endRun = () => {
    if (run.length > 0) add({ key: run.map(({ id }) => id).join(), kind: 'activity', entries: run });
    run = [];
  };
  for (const entry of entries) {
    const at = startOfDay(Date.parse(entry.at));
    const breaks = at !== day || entry.id === firstUnreadId || !isFact(entry);
    if (breaks || run[0]?.actor.id !== entry.actor.id) endRun();
    if (at !== day) add({ key: `day ${at}`, kind: 'day', at });
    if (entry.id === firstUnreadId) add({ key: 'unread-divider', kind: 'unread-divider' });
    day = at;
    if (isFact(entry)) run.push(entry);
    else add({ key: entry.id, kind: 'message', entry });
  }
  endRun();
  return lines;
}
