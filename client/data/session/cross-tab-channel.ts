import { onCleanup } from 'solid-js';

/** What one tab tells the others about who sits here. */
export type SessionMessage = { is: 'signedOut' } | { is: 'signedIn'; userId: number };

/** The line between the tabs of this browser. */
export function createCrossTabChannel(onMessage: (news: SessionMessage) => void): {
  post: (news: SessionMessage) => void;
} {
  if (!globalThis.BroadcastChannel) return { post: () => {} };
  const channel = new BroadcastChannel('helpdesk:session');
  channel.onmessage = ({ data }: MessageEvent<SessionMessage>) => onMessage(data);
  onCleanup(() => channel.close());
  return { post: (news) => channel.postMessage(news) };
}
