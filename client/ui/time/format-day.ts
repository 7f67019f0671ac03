import { DAY, format } from './format-time.ts';

/** The day a separator in a thread stands for. */
export function formatDay(at: number, now: number, locale?: string): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / DAY);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format(
    locale,
    { weekday: 'long', day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) },
    at,
  );
}

/** Midnight before, here: two times with the same one are of one day. */
export const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
