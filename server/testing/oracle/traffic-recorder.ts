import type { HttpResponse } from '../server-process.ts';
import { waitFor } from '../test-app.ts';

/** Marks text by whom it belongs to, so that it can be recognised wherever it turns up. */
export const canary = (owner: string, n: number | string) => `CANARY-${owner}-${n}`;

export type Recorder = ReturnType<typeof createRecorder>;

/** Everything one listener received, searched as it comes. `mayHear` are the owners whose words are theirs to see. */
export function createRecorder(name: string, allowedOwners: readonly string[] | 'all') {
  const leaks: string[] = [];
  const ticketIds = new Set<number>();
  let bytes = 0;
  let recognised = 0;

  function record(text: string, where: string): void {
    bytes += Buffer.byteLength(text);
    for (const found of text.matchAll(/canary-([a-z0-9]+)-/gi)) {
      const owner = found[1]?.toLowerCase() ?? '';
      if (owner !== 'password' && (allowedOwners === 'all' || allowedOwners.includes(owner))) recognised += 1;
      else
        leaks.push(
          `${name} heard ${text.slice(Math.max(0, found.index - 60), found.index + 60)} in ${where}`,
        );
    }
    for (const found of text.matchAll(/\$2[aby]\$|password_?hash/gi))
      leaks.push(`${name} heard ${found[0]} in ${where}`);
    for (const found of text.matchAll(/"ticketId":(\d+)/g)) ticketIds.add(Number(found[1]));
  }
  return {
    name,
    leaks,
    /** Tickets that anything was said about. */
    ticketIds,
    record,
    recordResponse({ text, headers, body }: HttpResponse, where: string): void {
      record(text, where);
      record(JSON.stringify([...headers]), `headers of ${where}`);
      // A cursor is text in disguise.
      if (typeof body.nextCursor === 'string')
        record(Buffer.from(body.nextCursor, 'base64url').toString(), where);
    },
    stats: () => ({ bytes, recognised }),
  };
}

/** A line to the server that records every frame as it is on the wire; closed lines are opened again. */
export type RecordedConnection = {
  emit: (event: string, payload: unknown) => void;
  frames: () => number;
  close: () => void;
};

type Handshake = { token?: string; after?: number };

/** Engine.IO over a bare websocket. */
export function recordWebsocket(
  url: string,
  shake: () => Handshake,
  { record: hear }: Recorder,
): RecordedConnection {
  let closed = false;
  let frames = 0;
  let line = open();

  function open(): WebSocket {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    socket.onmessage = ({ data }) => {
      const frame = String(data);
      frames += 1;
      hear(frame, 'a websocket frame');
      if (frame.startsWith('0')) socket.send(`40${JSON.stringify(shake())}`);
      if (frame === '2') socket.send('3');
      // Refused: nobody says anything more on this line.
      if (frame.startsWith('44')) socket.close();
    };
    socket.onclose = () => {
      if (!closed) line = open();
    };
    return socket;
  }
  return {
    emit: (event, payload) => {
      if (line.readyState === line.OPEN) line.send(`421${JSON.stringify([event, payload])}`);
    },
    frames: () => frames,
    close: () => {
      closed = true;
      line.close();
    },
  };
}

/** Engine.IO over long polling, request by request. */
export function recordPolling(url: string, shake: () => Handshake, recorder: Recorder): RecordedConnection {
  const stop = new AbortController();
  const path = `${url}/socket.io/?EIO=4&transport=polling`;
  let at = path;
  let frames = 0;

  async function call(to: string, body?: string): Promise<string> {
    const response = await fetch(to, { ...(body && { method: 'POST', body }), signal: stop.signal });
    const text = await response.text();
    recorder.recordResponse(
      { text, headers: response.headers, status: response.status, body: {} },
      'polling',
    );
    if (!response.ok) throw new Error(`${response.status} ${text}`);
    return text;
  }
  async function listen(): Promise<void> {
    const hello = await call(path);
    at = `${path}&sid=${JSON.parse(hello.slice(1)).sid}`;
    await call(at, `40${JSON.stringify(shake())}`);
    for (;;) {
      const packets = (await call(at)).split('\x1e');
      frames += packets.length;
      if (packets.includes('2')) await call(at, '3');
      if (packets.some((packet) => packet === '1' || packet.startsWith('44'))) return;
    }
  }
  void waitFor(async () => {
    await listen().catch(() => {});
    return stop.signal.aborted;
  }, Infinity);
  return {
    emit: (event, payload) => void call(at, `421${JSON.stringify([event, payload])}`).catch(() => {}),
    frames: () => frames,
    close: () => stop.abort(),
  };
}
