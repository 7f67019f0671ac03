import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect, type Socket as TcpSocket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createAccounts,
  createDatabaseFile,
  type ServerProcess,
  sendRequest,
  signIn,
  startServer,
  type TestAccount,
} from '../testing/server-process.ts';
import { createTestSocket, type TestSocket, waitFor } from '../testing/test-app.ts';

const PACKETS = 300_000;
const PACKETS_PER_POST = 8000;
/** How long others may wait during a flood, and how far the memory may grow, relative to the same process at rest. */
const MAX_DELAY_MS = 1500;
const MAX_DELAY_FACTOR = 10;
const MAX_GROWTH_MB = 150;
const PROBES = 5;

const database = createDatabaseFile();
let server: ServerProcess;
let agent: TestAccount;
let attacker: TestAccount;
let bystander: TestAccount;
let watching: TestSocket;
let rest: Figures;
const endings: (() => unknown)[] = [];

beforeAll(async () => {
  const [ada, mallory, carl] = await createAccounts(database.file, [
    { name: 'Ada', role: 'agent' },
    { name: 'Mallory', role: 'customer' },
    { name: 'Carl', role: 'customer' },
  ]);
  if (!ada || !mallory || !carl) throw new Error('An account is missing.');
  server = await startServer(database.file, { env: { RATE_LIMITS: 'on' } });
  [agent, attacker, bystander] = await Promise.all([
    signIn(server.url, ada),
    signIn(server.url, mallory),
    signIn(server.url, carl),
  ]);
  watching = createTestSocket(server.url, agent.token, {});
  await watching.ready;
  // The first round compiles the code.
  await probe();
  rest = await probe();
  report('rest', rest);
});
afterAll(async () => {
  for (const end of endings) end();
  watching?.socket.disconnect();
  await server?.kill();
  database.remove();
});

/** What other clients experience: the slowest of several probes. */
type Figures = { readyMs: number; httpMs: number; eventMs: number };

async function probe(): Promise<Figures> {
  const slowest = { readyMs: 0, httpMs: 0, eventMs: 0 };
  for (let i = 0; i < PROBES; i += 1) {
    const [readyMs, httpMs, eventMs] = await Promise.all([
      durationOf(connectOnce),
      durationOf(() => expectStatus(sendRequest(`${server.url}/api/desk`), 200)),
      durationOf(receiveEvent),
    ]);
    slowest.readyMs = Math.max(slowest.readyMs, readyMs);
    slowest.httpMs = Math.max(slowest.httpMs, httpMs);
    slowest.eventMs = Math.max(slowest.eventMs, eventMs);
  }
  return slowest;
}

async function connectOnce(): Promise<void> {
  const { socket, ready } = createTestSocket(server.url, bystander.token, {});
  await ready;
  socket.disconnect();
}

/** Creates a ticket and waits until the agent's socket receives it. */
async function receiveEvent(): Promise<void> {
  const count = watching.events.length;
  const body = { subject: 'Help', description: 'It broke.' };
  const options = { method: 'POST', token: bystander.token, body };
  await expectStatus(sendRequest(`${server.url}/api/tickets`, options), 201);
  await watching.waitForEvents(count + 1);
}

async function expectStatus(response: Promise<{ status: number }>, status: number): Promise<void> {
  expect((await response).status).toBe(status);
}

async function durationOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** The resident memory of the server and its maximum, in MB, from Linux's /proc; zero on other systems. */
function memoryOfServer(): { now: number; peak: number } {
  try {
    const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
    const read = (field: string) => Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
    return { now: read('VmRSS'), peak: read('VmHWM') };
  } catch {
    return { now: 0, peak: 0 };
  }
}

function resetPeakMemory(): void {
  try {
    writeFileSync(`/proc/${server.pid}/clear_refs`, '5');
  } catch {
    // No Linux: the memory is not measured.
  }
}

function report(name: string, figures: object): void {
  if (!process.env.FIGURES) return;
  const rounded = Object.entries(figures).map(([key, value]) => [key, Math.round(value)]);
  process.stderr.write(`${JSON.stringify({ flood: { name, ...Object.fromEntries(rounded) } })}\n`);
}

/** Runs the flood and probes meanwhile. Other clients must be served about as fast as at rest. */
async function expectServiceDuring(name: string, flood: () => Promise<unknown>): Promise<void> {
  resetPeakMemory();
  const before = memoryOfServer();
  const attack = flood();
  // The server has begun to read the flood when the next request arrives.
  await new Promise((resolve) => setImmediate(resolve));
  const figures = await probe();
  await attack;
  const after = memoryOfServer();
  report(name, { ...figures, growthMb: after.peak - before.now });
  for (const key of ['readyMs', 'httpMs', 'eventMs'] as const)
    expect(figures[key], key).toBeLessThan(MAX_DELAY_MS + MAX_DELAY_FACTOR * rest[key]);
  expect(after.peak - before.now).toBeLessThan(MAX_GROWTH_MB);
  expect(watching.socket.connected).toBe(true);
}

/** A masked WebSocket frame, by default of text. The mask is zero, so the payload is sent as it is. */
function frame(text: string, opcode = 1): Buffer {
  const { length } = text;
  const lengthBytes = length < 126 ? [0x80 | length] : [0x80 | 126, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([0x80 | opcode, ...lengthBytes, 0, 0, 0, 0]), Buffer.from(text)]);
}
const CLOSE = 8;
const PING = 9;

/** Opens a WebSocket on a plain TCP socket, to write many frames at once. */
async function openWebSocket(sid?: string): Promise<{ tcp: TcpSocket; closed: Promise<unknown> }> {
  const tcp = connect(server.port, '127.0.0.1');
  endings.push(() => tcp.destroy());
  tcp.on('error', () => {});
  const closed = new Promise((resolve) => tcp.once('close', resolve));
  tcp.write(
    `GET /socket.io/?EIO=4&transport=websocket${sid ? `&sid=${sid}` : ''} HTTP/1.1\r\nHost: helpdesk\r\n` +
      'Upgrade: websocket\r\nConnection: Upgrade\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  );
  await once(tcp, 'data');
  return { tcp, closed };
}

/** Writes all frames and waits until they are sent or the server has closed the connection. */
async function sendAll({ tcp, closed }: Awaited<ReturnType<typeof openWebSocket>>, frames: Buffer) {
  await Promise.race([new Promise((resolve) => tcp.write(frames, resolve)), closed]);
}

const repeat = (packet: Buffer, count: number) => Buffer.concat(Array<Buffer>(count).fill(packet));

async function openPolling(): Promise<string> {
  const { text } = await sendRequest(`${server.url}/socket.io/?EIO=4&transport=polling`);
  return String(JSON.parse(text.slice(1)).sid);
}

/** Sends a payload of a polling connection. Returns the status, or 0 if the server closed the connection. */
const post = (sid: string, payload: string): Promise<number> =>
  fetch(`${server.url}/socket.io/?EIO=4&transport=polling&sid=${sid}`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain;charset=UTF-8' },
    body: payload,
  }).then(
    ({ status }) => status,
    () => 0,
  );

describe('RT-15 a flood of one client does not delay the others', () => {
  it.each([
    ['CONNECT packets with a wrong token', '40{"token":"x"}'],
    ['CONNECT packets for an unknown namespace', '40/x,'],
    ['heartbeats', '3'],
  ])('%s on a WebSocket before the sign-in', async (name, packet) => {
    await expectServiceDuring(name, async () => {
      const socket = await openWebSocket();
      await sendAll(socket, repeat(frame(packet), PACKETS));
      await socket.closed;
    });
  });

  it('CONNECT packets of a client that hangs up', async () => {
    await expectServiceDuring('hang-up', async () => {
      const socket = await openWebSocket();
      await sendAll(socket, repeat(frame('40{"token":"x"}'), PACKETS));
      socket.tcp.end(frame('', CLOSE));
    });
  });

  it.each([
    ['CONNECT packets', '40{}'],
    ['CONNECT packets for an unknown namespace', '40/x,'],
  ])('%s by polling', async (name, packet) => {
    await expectServiceDuring(`${name}, polling`, async () => {
      const sid = await openPolling();
      const payload = Array<string>(PACKETS_PER_POST).fill(packet).join('\x1e');
      let status = 200;
      for (let sent = 0; sent < 80_000; sent += PACKETS_PER_POST) status = await post(sid, payload);
      expect(status, 'the connection is closed').toBe(400);
    });
  });

  it('WebSocket pings of a client that does not read the answers', async () => {
    await expectServiceDuring('pings', async () => {
      const socket = await openWebSocket();
      socket.tcp.pause();
      await sendAll(socket, repeat(frame('x'.repeat(120), PING), PACKETS));
      socket.tcp.resume();
      await socket.closed;
    });
  });

  it('probes of an upgrade that never ends', async () => {
    await expectServiceDuring('probes', async () => {
      const socket = await openWebSocket(await openPolling());
      await sendAll(socket, repeat(frame('2probe'), PACKETS));
      await socket.closed;
    });
  });

  it('messages of a signed-in user', async () => {
    await expectServiceDuring('signed in', async () => {
      const socket = await openWebSocket();
      let received = '';
      socket.tcp.on('data', (chunk) => {
        received = (received + chunk).slice(-1000);
      });
      socket.tcp.write(frame(`40${JSON.stringify({ token: attacker.token })}`));
      await waitFor(() => received.includes('"ready"'));
      await sendAll(socket, repeat(frame('421["ticket:view",1]'), PACKETS));
      await socket.closed;
    });
  });
});
