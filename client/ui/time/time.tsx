import { now } from './current-time.ts';
import { clockTime, fullTime, longAge, shortAge } from './format-time.ts';

/** How long ago, short; the full date as tooltip. Follows the shared clock. */
export function Ago(props: { at: string }) {
  const at = () => Date.parse(props.at);
  return (
    <time datetime={props.at} title={fullTime(at())}>
      {shortAge(at(), now())}
    </time>
  );
}

/** How long it has lasted, in words. */
export function Lasting(props: { since: string }) {
  return (
    <time datetime={props.since} title={fullTime(Date.parse(props.since))}>
      {longAge(Date.parse(props.since), now())}
    </time>
  );
}

/** The time of day. */
export function Clock(props: { at: string | number }) {
  const at = () => new Date(props.at);
  return (
    <time datetime={at().toISOString()} title={fullTime(at().getTime())}>
      {clockTime(at().getTime())}
    </time>
  );
}
