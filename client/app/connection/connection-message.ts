import type { Connection } from '../../data/realtime/connection.ts';
import type { IconName } from '../../ui/icon.tsx';

/** A line about the connection. */
export type StripWords = { text: string; icon: IconName; tone: 'worry' | 'good' | 'news'; reload?: true };

/** A hiccup shorter than this is nobody's business. */
const PATIENCE = 2000;

/** What to say about the connection now, if anything. */
export function stripWords(line: Connection, now: number, backUntil: number): StripWords | undefined {
  const late = now - line.since >= PATIENCE;
  if (line.state === 'offline' && late) {
    return {
      text: 'You are offline. You can keep writing; replies are sent when you are back.',
      icon: 'offline',
      tone: 'worry',
    };
  }
  if (line.state !== 'live' && late) {
    return {
      text: 'Reconnecting… you can keep writing; replies are sent when you are back.',
      icon: 'warning',
      tone: 'worry',
    };
  }
  if (line.state === 'live' && now < backUntil) {
    const updates =
      line.caughtUp === 1 ? ' · 1 update' : line.caughtUp > 1 ? ` · ${line.caughtUp} updates` : '';
    return { text: `Back online${updates}`, icon: 'check', tone: 'good' };
  }
  if (line.newBuild) {
    return { text: 'A new version is ready.', icon: 'resolved', tone: 'news', reload: true };
  }
  return undefined;
}
