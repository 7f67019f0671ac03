import type { PresentAgent } from '../../../../shared/events.ts';

/** "Sam Lee is writing a reply", "Sam Lee and Alex Kim are viewing": whoever writes comes first. */
export function presenceText(viewers: readonly PresentAgent[]): string {
  const writing = viewers.filter(({ state }) => state === 'replying');
  const [who, does] = writing.length > 0 ? [writing, 'writing a reply'] : [viewers, 'viewing'];
  const names = who.map(({ user }) => user.name);
  const rest = viewers.length - who.length;
  const all = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names[0];
  return `${all} ${names.length > 1 ? 'are' : 'is'} ${does}${rest > 0 ? ` · ${rest} more viewing` : ''}`;
}
