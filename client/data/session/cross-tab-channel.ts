import { onCleanup } from 'solid-js';

/** What one tab tells the others about who sits here. */
export type TabNews = { is: 'signedOut' } | { is: 'signedIn'; userId: number };

/** The line between the tabs of this browser. */
export function createTabs(hear: (news: TabNews) => void): { say: (news: TabNews) => void } {
  if (!globalThis.BroadcastChannel) return { say: () => {} };
  const channel = new BroadcastChannel('helpdesk:session');
  channel.onmessage = ({ data }: MessageEvent<TabNews>) => hear(data);
  onCleanup(() => channel.close());
  return { say: (news) => channel.postMessage(news) };
}
