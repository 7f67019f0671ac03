import { setTimeout as delay } from 'node:timers/promises';
import type { Client, Pool } from './preparing-client.ts';

const RECONNECT_PAUSE_MS = 500;

type Notification = { channel: string; payload?: string };

/**
 * Calls the function of a channel with the payload of each notification, on a connection of its own that is opened again
 * when it is lost. Calls each function with an empty payload for a new connection: there may have been notifications
 * meanwhile.
 */
export function listen({ Client, options }: Pool, channels: Record<string, (payload: string) => void>) {
  const stopped = new AbortController();
  let client: Client | null = null;

  async function connect(): Promise<void> {
    const opened = new Client(options);
    client = opened;
    const lost = new Promise<void>((resolve) => {
      opened.on('end', () => resolve());
      opened.on('error', () => resolve());
    });
    opened.on('notification', (detail) => {
      const { channel, payload = '' } = detail as Notification;
      channels[channel]?.(payload);
    });
    await opened.connect();
    for (const channel of Object.keys(channels)) await opened.query(`listen ${channel}`);
    for (const receive of Object.values(channels)) receive('');
    await lost;
  }
  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      // The relay's timer reads the log meanwhile.
      await connect().catch(() => {});
      await client?.end().catch(() => {});
      await delay(RECONNECT_PAUSE_MS, undefined, { signal: stopped.signal, ref: false }).catch(() => {});
    }
  }
  const running = run();
  return {
    async stop() {
      stopped.abort();
      await client?.end().catch(() => {});
      await running;
    },
  };
}
