import { createSignal } from 'solid-js';
import { request } from '../../data/http/request.ts';
import { isClockUncertain, onClockCorrection, serverNow } from '../../data/lib/server-clock.ts';

const TICK_MS = 30_000;
const [time, setTime] = createSignal(serverNow());
let isTicking = false;

const showTime = () => void setTime(serverNow());

/** After a jump of this computer's clock, any response of the server corrects the time before it is shown. */
function update(): void {
  if (isClockUncertain()) void request('showDesk', {}).then(showTime, showTime);
  else showTime();
}

function start(): void {
  isTicking = true;
  showTime();
  setInterval(update, TICK_MS);
  onClockCorrection(showTime);
  // After sleep the time would be stale until the next tick.
  document.addEventListener('visibilitychange', () => document.hidden || update());
}

/** The current time by the server's clock, updated every 30 s by one shared timer. */
export function currentTime(): number {
  if (!isTicking) start();
  return time();
}
