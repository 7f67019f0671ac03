import type { PresentAgent } from '../../../../../shared/events.ts';
import { isolate } from '../../../../ui/isolate.ts';

/** "Sam Lee is writing a reply", "Sam Lee and Alex Kim are viewing". Agents who write take precedence. */
export function presenceText(viewers: readonly PresentAgent[]): string {
  const writing = viewers.filter(({ state }) => state === 'replying');
  const [agents, action] = writing.length > 0 ? [writing, 'writing a reply'] : [viewers, 'viewing'];
  const names = agents.map(({ user }) => isolate(user.name));
  const others = viewers.length - agents.length;
  const joined = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names[0];
  return `${joined} ${names.length > 1 ? 'are' : 'is'} ${action}${others > 0 ? ` · ${others} more viewing` : ''}`;
}
