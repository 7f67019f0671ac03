const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Short age for table rows: "now", "9m", "3h", "6d", then the date. */
export function formatAgeShort(at: number, now: number, locale?: string): string {
  if (now - at < 7 * DAY_MS) return formatDurationShort(at, now);
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format(
    locale,
    sameYear ? { day: 'numeric', month: 'short' } : { month: 'short', year: 'numeric' },
    at,
  );
}

/** Short duration for table rows: "now", "9m", "3h", "40d". */
export function formatDurationShort(since: number, now: number): string {
  const age = Math.max(0, now - since);
  if (age < MINUTE_MS) return 'now';
  if (age < HOUR_MS) return `${Math.floor(age / MINUTE_MS)}m`;
  if (age < DAY_MS) return `${Math.floor(age / HOUR_MS)}h`;
  return `${Math.floor(age / DAY_MS)}d`;
}

/** Age in words: "9 minutes", "3 hours", "6 days". */
export function formatAge(at: number, now: number): string {
  const age = Math.max(0, now - at);
  if (age < MINUTE_MS) return 'less than a minute';
  if (age < HOUR_MS) return pluralize(age / MINUTE_MS, 'minute');
  if (age < DAY_MS) return pluralize(age / HOUR_MS, 'hour');
  return pluralize(age / DAY_MS, 'day');
}

const pluralize = (amount: number, unit: string) => {
  const count = Math.floor(amount);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
};

/** The time of day. */
export const clockTime = (at: number, locale?: string): string =>
  format(locale, { hour: 'numeric', minute: '2-digit' }, at);

/** Date and time in full, for tooltips. */
export const fullTime = (at: number, locale?: string): string =>
  format(locale, { dateStyle: 'full', timeStyle: 'short' }, at);

const formats = new Map<string, Intl.DateTimeFormat>();
/** Formats a date. Formatters are cached: creating one costs about 100 times as much as using it. */
export function format(locale: string | undefined, options: Intl.DateTimeFormatOptions, at: number): string {
  const key = `${locale}${JSON.stringify(options)}`;
  const formatter = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, formatter);
  return formatter.format(at);
}
