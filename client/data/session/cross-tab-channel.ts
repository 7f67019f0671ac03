import { onCleanup } from 'solid-js';

/** Sent to the other tabs when the signed-in user changes. */
export type SessionMessage = { is: 'signedOut' } | { is: 'signedIn'; userId: number };

/** Connects the tabs of this browser; does nothing if the browser has no `BroadcastChannel`. */
export function createCrossTabChannel(onMessage: (message: SessionMessage) => void): {
  post: (message: SessionMessage) => void;
} {
  if (!globalThis.BroadcastChannel) return { post: () => {} };
  const channel = new BroadcastChannel('helpdesk:session');
  channel.onmessage = ({ data }: MessageEvent<SessionMessage>) => onMessage(data);
  onCleanup(() => channel.close());
  return { post: (message) => channel.postMessage(message) };
}
