import { setTimeout as delay } from 'node:timers/promises';
import type { Client, Pool } from './preparing-client.ts';

const RECONNECT_PAUSE_MS = 500;

/**
 * Calls `onNotify` for each notification on the channel, on a connection of its own that is opened again when it is lost;
 * and once for each new connection, as there may have been notifications meanwhile.
 */
export function listen({ Client, options }: Pool, channel: string, onNotify: () => void) {
  const stopped = new AbortController();
  let client: Client | null = null;

  async function connect(): Promise<void> {
    const opened = new Client(options);
    client = opened;
    const lost = new Promise<void>((resolve) => {
      opened.on('end', () => resolve());
      opened.on('error', () => resolve());
    });
    opened.on('notification', onNotify);
    await opened.connect();
    await opened.query(`listen ${channel}`);
    onNotify();
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
