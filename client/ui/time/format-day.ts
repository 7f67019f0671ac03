import { clockTime, DAY_MS, format } from './format-time.ts';

/** The label of a day separator: "Today", "Yesterday", or the date. */
export function formatDay(at: number, now: number, locale?: string): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / DAY_MS);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format(
    locale,
    { weekday: 'long', day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) },
    at,
  );
}

/** Midnight of the local day; equal for two times of the same day. */
export const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** A moment of which the day is not clear from its place: "9:14 AM", "Yesterday, 9:14 AM", "Nov 18, 9:14 AM". */
export function formatDayAndTime(at: number, now: number, locale?: string): string {
  const time = clockTime(at, locale);
  const days = Math.round((startOfDay(now) - startOfDay(at)) / DAY_MS);
  if (days === 0) return time;
  if (days === 1) return `Yesterday, ${time}`;
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const date = format(
    locale,
    { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) },
    at,
  );
  return `${date}, ${time}`;
}
