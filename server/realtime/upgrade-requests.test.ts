import { connect } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { startTestApp } from '../testing/test-app.ts';

const app = await startTestApp();
afterAll(app.close);
const carl = await app.createUser('customer', 'Carl');

const WEBSOCKET_HEADERS = [
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version: 13',
];
const H2C_HEADERS = [
  'Upgrade: h2c',
  'HTTP2-Settings: AAMAAABkAAQAAP__',
  'Connection: Upgrade, HTTP2-Settings',
];

/** Sends requests on one TCP connection, each after the response to the one before. Returns everything received. */
function send(...requests: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
    let received = '';
    let sent = 0;
    const sendNext = () => socket.write(requests[sent++] ?? '');
    const end = () => {
      socket.destroy();
      resolve(received);
    };
    socket.setTimeout(5000, end).on('error', reject).on('close', end);
    socket.on('data', (chunk) => {
      received += chunk;
      const responses = received.match(/HTTP\/1\.1 [1-9]/g) ?? [];
      if (responses.length < sent) return;
      if (sent < requests.length) sendNext();
      else end();
    });
    sendNext();
  });
}
const request = (line: string, headers: string[], body = '') =>
  [`${line} HTTP/1.1`, 'Host: helpdesk', ...headers, `Content-Length: ${body.length}`, '', body].join('\r\n');

it.each([
  ['h2c', H2C_HEADERS],
  ['an unknown protocol', ['Upgrade: foo', 'Connection: Upgrade']],
  ['WebSocket on another path', WEBSOCKET_HEADERS],
])('HT-5 answers a request that offers %s as an ordinary one', async (_, headers) => {
  const response = await send(request('GET /api/desk', headers));
  expect(response).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(response).toContain('"build"');
});

it('HT-5 answers a request with a body that offers h2c, and the next one on the same connection', async () => {
  const headers = [...H2C_HEADERS, 'Content-Type: application/json', `Authorization: Bearer ${carl.token}`];
  const body = JSON.stringify({ subject: 'Upgrade', description: 'It broke.' });
  const responses = await send(
    request('POST /api/tickets', headers, body),
    request('GET /api/desk', H2C_HEADERS),
  );
  expect(responses).toMatch(/^HTTP\/1\.1 201 Created\r\n/);
  expect(responses).toContain('"subject":"Upgrade"');
  expect(responses).toContain('HTTP/1.1 200 OK\r\n');
});

it.each([
  ['h2c on the path of Socket.IO', H2C_HEADERS],
  ['another protocol on the path of Socket.IO', ['Upgrade: foo', 'Connection: Upgrade']],
])('HT-5 answers %s by polling', async (_, headers) => {
  const response = await send(request('GET /socket.io/?EIO=4&transport=polling', headers));
  expect(response).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(response).toContain('"upgrades":["websocket"]');
});

it.each(['websocket', 'WebSocket'])('HT-5 upgrades to %j on the path of Socket.IO', async (protocol) => {
  const headers = [`Upgrade: ${protocol}`, ...WEBSOCKET_HEADERS.slice(1)];
  const response = await send(request('GET /socket.io/?EIO=4&transport=websocket', headers));
  expect(response).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/);
});
