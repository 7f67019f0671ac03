import type { ConnectionState } from '../../data/realtime/connection.ts';
import type { IconName } from '../../ui/icon.tsx';

/** A line about the connection. */
export type ConnectionMessage = {
  text: string;
  icon: IconName;
  tone: 'warning' | 'success' | 'info';
  reload?: true;
};

/** A hiccup shorter than this is nobody's business. */
const SHOW_AFTER_MS = 2000;

/** What to say about the connection now, if anything. */
export function connectionMessage(
  line: ConnectionState,
  now: number,
  backUntil: number,
): ConnectionMessage | undefined {
  const late = now - line.since >= SHOW_AFTER_MS;
  if (line.state === 'offline' && late) {
    return {
      text: 'You are offline. You can keep writing; replies are sent when you are back.',
      icon: 'offline',
      tone: 'warning',
    };
  }
  if (line.state !== 'live' && late) {
    return {
      text: 'Reconnecting… you can keep writing; replies are sent when you are back.',
      icon: 'warning',
      tone: 'warning',
    };
  }
  if (line.state === 'live' && now < backUntil) {
    const updates =
      line.caughtUp === 1 ? ' · 1 update' : line.caughtUp > 1 ? ` · ${line.caughtUp} updates` : '';
    return { text: `Back online${updates}`, icon: 'check', tone: 'success' };
  }
  if (line.newBuild) {
    return { text: 'A new version is ready.', icon: 'resolved', tone: 'info', reload: true };
  }
  return undefined;
}
