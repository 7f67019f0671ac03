import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { startTestApp, type TestApp, waitFor } from '../testing/test-app.ts';

const app = await startTestApp({ RATE_LIMITS: 'on' });
afterAll(app.close);
const carl = await app.createUser('customer', 'Carl');

/** A WebSocket without Socket.IO's client. */
async function openWebSocket({ url }: TestApp = app) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  const received: string[] = [];
  socket.addEventListener('message', ({ data }) => received.push(String(data)));
  socket.addEventListener('error', () => {});
  await waitFor(() => received.length > 0);
  return {
    received,
    send: (packet: string, count = 1) => {
      for (let i = 0; i < count; i += 1) socket.send(packet);
    },
    isOpen: () => socket.readyState === WebSocket.OPEN,
    close: () => socket.close(),
  };
}

async function signIn(token: string, target: TestApp = app) {
  const socket = await openWebSocket(target);
  socket.send(`40${JSON.stringify({ token })}`);
  await waitFor(() => socket.received.some((packet) => packet.includes('"ready"')));
  return socket;
}

const refusals = ({ received }: { received: string[] }) =>
  received.filter((packet) => packet.startsWith('44')).length;

it.each(['40{}', '40/x,', '40{"token":"x"}'])(
  'RT-15 accepts ten packets %s before the sign-in and closes the connection at the eleventh',
  async (packet) => {
    const socket = await openWebSocket();
    socket.send(packet, 10);
    await waitFor(() => refusals(socket) === 10);
    expect(socket.isOpen()).toBe(true);
    socket.send(packet);
    await waitFor(() => !socket.isOpen());
    expect(refusals(socket)).toBe(10);
  },
);

it('RT-15 ends the TCP connection of a WebSocket over its limit, though the client does not close it', async () => {
  const tcp = connect(Number(new URL(app.url).port), '127.0.0.1');
  let isClosed = false;
  tcp
    .on('error', () => {})
    .on('close', () => {
      isClosed = true;
    });
  tcp.write(
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: helpdesk\r\nUpgrade: websocket\r\n' +
      'Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  );
  await once(tcp, 'data');
  // Masked text frames of one byte, with a mask of zero: heartbeats.
  const heartbeat = Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0x33]);
  tcp.write(Buffer.concat(Array<Buffer>(11).fill(heartbeat)));
  await waitFor(() => isClosed);
});

it('RT-15 a polling connection is closed at the eleventh packet, in one payload or in several', async () => {
  const url = `${app.url}/socket.io/?EIO=4&transport=polling`;
  for (const payloads of [[11], [10, 1], Array<number>(11).fill(1)]) {
    const { sid } = JSON.parse((await (await fetch(url)).text()).slice(1));
    const post = (packets: number) =>
      fetch(`${url}&sid=${sid}`, {
        method: 'POST',
        body: Array<string>(packets).fill('40/x,').join('\x1e'),
      }).then(
        ({ status }) => status,
        () => 0,
      );
    const statuses: number[] = [];
    for (const packets of payloads) statuses.push(await post(packets));
    expect(statuses.slice(0, -1).every((status) => status === 200)).toBe(true);
    expect(await post(1)).toBe(400);
  }
});

it('RT-15 the probes of an upgrade count as packets of their connection', async () => {
  const url = `${app.url}/socket.io/?EIO=4&transport=polling`;
  const { sid } = JSON.parse((await (await fetch(url)).text()).slice(1));
  const probing = new WebSocket(
    `${app.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket&sid=${sid}`,
  );
  let pongs = 0;
  probing.addEventListener('message', () => {
    pongs += 1;
  });
  await waitFor(() => probing.readyState === WebSocket.OPEN);
  for (let i = 0; i < 10; i += 1) probing.send('2probe');
  await waitFor(() => pongs === 10);
  probing.send('2probe');
  await waitFor(() => probing.readyState === WebSocket.CLOSED);
  expect((await fetch(`${url}&sid=${sid}`)).status).toBe(400);
});

it('RT-15 accepts 600 packets a minute after the sign-in and closes the connection above', async () => {
  const socket = await signIn(carl.token);
  socket.send('3', 400);
  socket.send('42["ticket:leave",1]', 199);
  socket.send('421["ticket:leave",1]');
  await waitFor(() => socket.received.some((packet) => packet.startsWith('431')));
  expect(socket.isOpen()).toBe(true);
  socket.send('3');
  await waitFor(() => !socket.isOpen());
});

it('RT-15 the limit per minute is off with RATE_LIMITS=off, the one before the sign-in is not', async () => {
  const free = await startTestApp();
  const socket = await signIn((await free.createUser('customer')).token, free);
  socket.send('42["ticket:leave",1]', 3000);
  socket.send('421["ticket:leave",1]');
  await waitFor(() => socket.received.some((packet) => packet.startsWith('431')));
  expect(socket.isOpen()).toBe(true);
  const anonymous = await openWebSocket(free);
  anonymous.send('3', 11);
  await waitFor(() => !anonymous.isOpen());
  socket.close();
  await free.close();
});

it('RT-11 a user who reconnects in a loop is refused with 429, and others are not', async () => {
  const [loop, other] = await Promise.all([app.createUser('customer'), app.createUser('customer')]);
  const connect = async (token: string) => {
    const socket = await openWebSocket();
    socket.send(`40${JSON.stringify({ token })}`);
    await waitFor(() => socket.received.length > 1);
    socket.close();
    return socket.received[1] ?? '';
  };
  for (let round = 0; round < 30; round += 1) {
    const answers = await Promise.all(Array.from({ length: 10 }, () => connect(loop.token)));
    expect(answers.filter((answer) => !answer.startsWith('40'))).toEqual([]);
  }
  expect(await connect(loop.token)).toMatch(/^44.*"rate_limited"/);
  expect(await connect(other.token)).toMatch(/^40/);
});
