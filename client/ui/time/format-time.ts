const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How long ago, as short as a row allows: "now", "9m", "3h", "6d", then the date. */
export function formatAgeShort(at: number, now: number, locale?: string): string {
  const age = Math.max(0, now - at);
  if (age < MINUTE) return 'now';
  if (age < HOUR) return `${Math.floor(age / MINUTE)}m`;
  if (age < DAY) return `${Math.floor(age / HOUR)}h`;
  if (age < 7 * DAY) return `${Math.floor(age / DAY)}d`;
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format(
    locale,
    sameYear ? { day: 'numeric', month: 'short' } : { month: 'short', year: 'numeric' },
    at,
  );
}

/** How long, in words for sentences and readers: "9 minutes", "3 hours", "6 days". */
export function formatAge(at: number, now: number): string {
  const age = Math.max(0, now - at);
  if (age < MINUTE) return 'less than a minute';
  if (age < HOUR) return pluralize(age / MINUTE, 'minute');
  if (age < DAY) return pluralize(age / HOUR, 'hour');
  return pluralize(age / DAY, 'day');
}

const pluralize = (amount: number, unit: string) => {
  const whole = Math.floor(amount);
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
};

/** The time of day in a thread, where a separator already names the day. */
export const clockTime = (at: number, locale?: string): string =>
  format(locale, { hour: 'numeric', minute: '2-digit' }, at);

/** Date and time in full, for tooltips. */
export const fullTime = (at: number, locale?: string): string =>
  format(locale, { dateStyle: 'full', timeStyle: 'short' }, at);

const formats = new Map<string, Intl.DateTimeFormat>();
/** A date in words. Making a formatter costs a hundred times as much as using one, so that each is kept. */
export function format(locale: string | undefined, options: Intl.DateTimeFormatOptions, at: number): string {
  const key = `${locale}${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, known);
  return known.format(at);
}
