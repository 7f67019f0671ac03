import { currentTime } from './current-time.ts';
import { formatDayAndTime } from './format-day.ts';
import { clockTime, formatAge, formatAgeShort, formatDurationShort, fullTime } from './format-time.ts';

/** Short age with the full date as tooltip; updates with the shared clock. */
export function RelativeTime(props: { at: string }) {
  const at = () => Date.parse(props.at);
  return (
    <time datetime={props.at} title={fullTime(at())}>
      {formatAgeShort(at(), currentTime())}
    </time>
  );
}

/** Time since `since`, in short form. */
export function ShortDuration(props: { since: string }) {
  const since = () => Date.parse(props.since);
  return (
    <time datetime={props.since} title={fullTime(since())}>
      {formatDurationShort(since(), currentTime())}
    </time>
  );
}

/** Time since `since`, in words. */
export function Duration(props: { since: string }) {
  return (
    <time datetime={props.since} title={fullTime(Date.parse(props.since))}>
      {formatAge(Date.parse(props.since), currentTime())}
    </time>
  );
}

/** The time of day with the full date as tooltip. */
export function TimeOfDay(props: { at: string | number }) {
  const at = () => new Date(props.at);
  return (
    <time datetime={at().toISOString()} title={fullTime(at().getTime())}>
      {clockTime(at().getTime())}
    </time>
  );
}

/** The time of day, with the day if it is not today; the full date as tooltip. */
export function DayAndTime(props: { at: string | number }) {
  const at = () => new Date(props.at);
  return (
    <time datetime={at().toISOString()} title={fullTime(at().getTime())}>
      {formatDayAndTime(at().getTime(), currentTime())}
    </time>
  );
}
