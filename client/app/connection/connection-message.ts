import type { ConnectionState } from '../../data/realtime/connection.ts';
import type { IconName } from '../../ui/icon.tsx';

/** The text of the connection banner. */
export type ConnectionMessage = {
  text: string;
  icon: IconName;
  tone: 'warning' | 'success' | 'info';
  reload?: true;
};

/** Shorter interruptions are not shown. */
const SHOW_AFTER_MS = 2000;

/** The message for the state of the connection, or undefined if there is nothing to show. */
export function connectionMessage(
  connection: ConnectionState,
  now: number,
  backOnlineUntil: number,
): ConnectionMessage | undefined {
  const isLasting = now - connection.since >= SHOW_AFTER_MS;
  if (connection.state === 'offline' && isLasting) {
    return {
      text: 'You are offline. Replies are sent when you are back.',
      icon: 'offline',
      tone: 'warning',
    };
  }
  if (connection.state !== 'live' && isLasting) {
    return {
      text: 'Reconnecting… you can keep writing; replies are sent when you are back.',
      icon: 'warning',
      tone: 'warning',
    };
  }
  if (connection.state === 'live' && now < backOnlineUntil) {
    const updates =
      connection.caughtUp === 1
        ? ' · 1 update'
        : connection.caughtUp > 1
          ? ` · ${connection.caughtUp} updates`
          : '';
    return { text: `Back online${updates}`, icon: 'check', tone: 'success' };
  }
  if (connection.newBuild) {
    return { text: 'A new version is ready.', icon: 'resolved', tone: 'info', reload: true };
  }
  return undefined;
}
