import type { HttpResponse } from '../server-process.ts';
import { waitFor } from '../test-app.ts';

/** Text that names its owner, which makes a leak recognizable in any response, frame or log line. */
export const canary = (owner: string, n: number | string) => `CANARY-${owner}-${n}`;

export type Recorder = ReturnType<typeof createRecorder>;

/** Searches everything one participant receives for leaks. `allowedOwners` are the owners whose text they may see. */
export function createRecorder(name: string, allowedOwners: readonly string[] | 'all') {
  const leaks: string[] = [];
  const ticketIds = new Set<number>();
  let bytes = 0;
  let recognized = 0;

  function record(text: string, source: string): void {
    bytes += Buffer.byteLength(text);
    for (const found of text.matchAll(/canary-([a-z0-9]+)-/gi)) {
      const owner = found[1]?.toLowerCase() ?? '';
      if (owner !== 'password' && (allowedOwners === 'all' || allowedOwners.includes(owner))) recognized += 1;
      else
        leaks.push(
          `${name} received ${text.slice(Math.max(0, found.index - 60), found.index + 60)} in ${source}`,
        );
    }
    for (const found of text.matchAll(/\$2[aby]\$|password_?hash/gi))
      leaks.push(`${name} received ${found[0]} in ${source}`);
    for (const found of text.matchAll(/"ticketId":(\d+)/g)) ticketIds.add(Number(found[1]));
  }
  return {
    name,
    leaks,
    /** Ids of all tickets in received events. */
    ticketIds,
    record,
    recordResponse({ text, headers, body }: HttpResponse, source: string): void {
      record(text, source);
      record(JSON.stringify([...headers]), `headers of ${source}`);
      // A cursor is base64url-encoded text.
      if (typeof body.nextCursor === 'string')
        record(Buffer.from(body.nextCursor, 'base64url').toString(), source);
    },
    stats: () => ({ bytes, recognized }),
  };
}

/** A live connection that records every raw frame and reopens when it closes. */
export type RecordedConnection = {
  emit: (event: string, payload: unknown) => void;
  frames: () => number;
  close: () => void;
};

type Handshake = { token?: string; after?: number };

/** Opens Engine.IO over a raw WebSocket. */
export function recordWebsocket(
  url: string,
  handshake: () => Handshake,
  { record }: Recorder,
): RecordedConnection {
  let closed = false;
  let frames = 0;
  let current = open();

  function open(): WebSocket {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    socket.onmessage = ({ data }) => {
      const frame = String(data);
      frames += 1;
      record(frame, 'a WebSocket frame');
      if (frame.startsWith('0')) socket.send(`40${JSON.stringify(handshake())}`);
      if (frame === '2') socket.send('3');
      // The server refused the handshake.
      if (frame.startsWith('44')) socket.close();
    };
    socket.onclose = () => {
      if (!closed) current = open();
    };
    return socket;
  }
  return {
    emit: (event, payload) => {
      if (current.readyState === current.OPEN) current.send(`421${JSON.stringify([event, payload])}`);
    },
    frames: () => frames,
    close: () => {
      closed = true;
      current.close();
    },
  };
}

/** Opens Engine.IO over long polling, one request at a time. */
export function recordPolling(
  origin: string,
  handshake: () => Handshake,
  recorder: Recorder,
): RecordedConnection {
  const stop = new AbortController();
  const path = `${origin}/socket.io/?EIO=4&transport=polling`;
  let sessionUrl = path;
  let frames = 0;

  async function call(url: string, body?: string): Promise<string> {
    const response = await fetch(url, { ...(body && { method: 'POST', body }), signal: stop.signal });
    const text = await response.text();
    recorder.recordResponse(
      { text, headers: response.headers, status: response.status, body: {} },
      'polling',
    );
    if (!response.ok) throw new Error(`${response.status} ${text}`);
    return text;
  }
  async function poll(): Promise<void> {
    const open = await call(path);
    sessionUrl = `${path}&sid=${JSON.parse(open.slice(1)).sid}`;
    await call(sessionUrl, `40${JSON.stringify(handshake())}`);
    for (;;) {
      const packets = (await call(sessionUrl)).split('\x1e');
      frames += packets.length;
      if (packets.includes('2')) await call(sessionUrl, '3');
      if (packets.some((packet) => packet === '1' || packet.startsWith('44'))) return;
    }
  }
  void waitFor(async () => {
    await poll().catch(() => {});
    return stop.signal.aborted;
  }, Infinity);
  return {
    emit: (event, payload) => void call(sessionUrl, `421${JSON.stringify([event, payload])}`).catch(() => {}),
    frames: () => frames,
    close: () => stop.abort(),
  };
}
