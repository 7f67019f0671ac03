import { createClockOffset } from './clock-offset.ts';
import { createPublisher } from './publisher.ts';

/** One per page: the server and the computer have one clock each. */
const clock = createClockOffset(
  () => Date.now(),
  () => performance.now(),
);
const corrections = createPublisher<void>();

/** The current time by the server's clock, in epoch milliseconds; by this computer's clock until a response arrives. */
export const serverNow = (): number => clock.now();

/** Runs when `serverNow` changes by a second or more without time passing. */
export const onClockCorrection = corrections.subscribe;

/** Learns from the `Date` header of a response. Call it before the request; call the returned function with the header. */
export function observeServerTime(): (dateHeader: string | null) => void {
  const finish = clock.beginRequest();
  return (dateHeader) => {
    const time = Date.parse(dateHeader ?? '');
    if (Number.isFinite(time) && finish(time)) corrections.publish();
  };
}

/** Whether this computer's clock was set, or the computer slept, since the last response. */
export const isClockUncertain = (): boolean => clock.isUncertain();
