import net from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../shared/schemas.ts';
import { createTicket, startTestApp, type TestSocket, waitFor } from '../testing/test-app.ts';

const app = await startTestApp();
afterAll(app.close);

const [carl, ada, mallory] = await Promise.all([
  app.createUser('customer', 'Carl'),
  app.createUser('agent'),
  app.createUser('customer', 'Mallory'),
]);
const ticket = await createTicket(carl);
const EVENTS = ['ticket:view', 'ticket:leave', 'ticket:typing', 'session:renew'] as const;

/** Another user, whom an attack must not affect. */
let bystander: TestSocket;
beforeAll(async () => {
  bystander = await app.openSocket(carl);
});
async function expectNoEffect() {
  expect((await app.anonymous.get('/healthz')).status).toBe(200);
  const count = bystander.events.length;
  await ada.patch(`/api/tickets/${ticket.id}`, { priority: count % 2 ? 'low' : 'high' });
  await bystander.waitForEvents(count + 1);
  expect(bystander.socket.connected).toBe(true);
}

/** A hostile client: the official one, without its types. */
async function attacker() {
  const socket = app.connect({ token: mallory.token }, { transports: ['websocket'] });
  await new Promise<void>((resolve, reject) =>
    socket.on('ready', () => resolve()).on('connect_error', reject),
  );
  return {
    socket,
    emit: (...sent: unknown[]) => socket.emit(...(sent as [string])),
    ask: (event: string, ...sent: unknown[]): Promise<{ ok: boolean; error?: Problem }> =>
      socket.timeout(5000).emitWithAck(event, ...sent),
  };
}

const deep = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
const NONSENSE: [string, unknown][] = [
  ['null', null],
  ['nothing', undefined],
  ['a string', 'one'],
  ['a number as a string', '1'],
  ['zero', 0],
  ['a negative', -1],
  ['a fraction', 1.5],
  ['a number too big', 2 ** 60],
  ['a boolean', true],
  ['a list', [1]],
  ['an object', { id: 1 }],
  ['an operator', { $ne: 0 }],
  ['a nested id', { id: { id: 1 }, internal: false }],
  ['a prototype', JSON.parse('{"__proto__":{"x":1}}')],
  ['a constructor', { constructor: { prototype: { x: 1 } } }],
  ['a room', 'agents'],
  ['another user’s room', `customer:${carl.user.id}`],
  ['a wildcard', '%'],
  ['a star', '*'],
  ['__proto__', '__proto__'],
  ['10 kB', 'x'.repeat(10_000)],
  ['deep nesting', deep(2000)],
  ['bytes', new Uint8Array([0, 1, 255])],
  ['bytes inside', { id: new Uint8Array([1]), internal: new Uint8Array(0) }],
];

describe('RT-9 messages of a client', () => {
  it.each(EVENTS)('%s is acknowledged with an error for any invalid payload', async (event) => {
    const { ask, socket } = await attacker();
    for (const [, payload] of NONSENSE) {
      const { ok, error } = await ask(event, payload);
      expect(ok).toBe(false);
      expect(error).toMatchObject({
        status: 400,
        code: 'invalid',
        type: 'about:blank',
        requestId: expect.any(String),
      });
    }
    expect(socket.connected).toBe(true);
    await expectNoEffect();
  });

  it.each(EVENTS)(
    '%s has no effect without an acknowledgement, with many arguments or with none',
    async (event) => {
      const { emit, ask } = await attacker();
      for (const [, payload] of NONSENSE) emit(event, payload);
      emit(event);
      emit(event, ...Array.from({ length: 100 }, (_, i) => i));
      emit(event, ticket.id, () => {}, 'after the callback');
      emit(event, null, 'not a function');
      expect(await ask('ticket:view', 'not an id')).toMatchObject({ ok: false });
      await expectNoEffect();
    },
  );

  it.each([
    'join',
    'subscribe',
    'agents',
    'message',
    'reply.created',
    'presence',
    'read',
    'ready',
    'stale',
    'session:expired',
    'toString',
    '__proto__',
    '',
  ])('RT-2 the event %j has no effect', async (event) => {
    const { emit, ask, socket } = await attacker();
    const received: unknown[] = [];
    socket.onAny((...sent) => received.push(sent));
    emit(event, 'agents');
    emit(event, { room: `customer:${carl.user.id}`, ticketId: ticket.id });
    await ask('ticket:leave', ticket.id);
    await expectNoEffect();
    await ask('ticket:leave', ticket.id);
    expect(received).toEqual([]);
  });

  it('RT-2 viewing another customer’s ticket, in any form, is refused and joins no room', async () => {
    const { ask, socket } = await attacker();
    const received: unknown[] = [];
    socket.onAny((...sent) => received.push(sent));
    for (const payload of [ticket.id, `${ticket.id}`, [ticket.id], { id: ticket.id }, ticket.id + 0.1]) {
      expect((await ask('ticket:view', payload)).ok).toBe(false);
    }
    await expectNoEffect();
    await ask('ticket:leave', ticket.id);
    expect(received).toEqual([]);
  });

  it('a thousand random messages have no effect', async () => {
    const { emit, ask } = await attacker();
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.uint8Array({ maxLength: 100 }),
      fc.string({ unit: 'binary' }),
    );
    const message = fc.tuple(
      fc.constantFrom<string>(...EVENTS, 'nonsense'),
      fc.array(anything, { maxLength: 5 }),
    );
    for (const [event, sent] of fc.sample(message, 1000)) emit(event, ...sent);
    expect((await ask('ticket:leave', 1)).ok).toBe(true);
    await expectNoEffect();
  });

  it('RT-11 a message over 64 kB disconnects its sender only', async () => {
    const { emit, socket } = await attacker();
    emit('ticket:view', 'x'.repeat(100_000));
    await waitFor(() => socket.disconnected);
    await expectNoEffect();
  });
});

describe('RT-9 raw frames', () => {
  /** Sends raw Engine.IO frames over a WebSocket. */
  async function raw(frames: (string | Uint8Array)[], open = true) {
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    const received: string[] = [];
    let closed = false;
    socket.addEventListener('message', ({ data }) => received.push(String(data)));
    socket.addEventListener('close', () => {
      closed = true;
    });
    socket.addEventListener('error', () => {});
    await waitFor(() => received.length > 0 || closed);
    if (open) {
      socket.send(`40${JSON.stringify({ token: mallory.token })}`);
      await waitFor(() => received.some((frame) => frame.includes('"ready"')) || closed);
    }
    for (const frame of frames) if (socket.readyState === WebSocket.OPEN) socket.send(frame as string);
    return { socket, received, isClosed: () => closed };
  }

  const FRAMES: [string, (string | Uint8Array)[]][] = [
    ['an empty frame', ['']],
    ['unknown packet types', ['7', '9x', 'abc', '4', '49', '4x']],
    ['an event that is no array', ['42{}', '42"x"', '42null', '42[]', '42[null]', '42[1]', '42[{}]']],
    ['broken JSON', ['42[', '42["ticket:view"', '42["ticket:view",', '42\u0000']],
    [
      'reserved names',
      [
        '42["connect"]',
        '42["disconnect"]',
        '42["disconnecting"]',
        '42["error"]',
        '42["connect_error"]',
        '42["newListener"]',
        '42["removeListener"]',
      ],
    ],
    [
      'an acknowledgement without a request',
      ['4399[1]', '43[]', '431', '43-1[]', '4399999999999999999999[]'],
    ],
    [
      'attachments that never arrive',
      [
        '4512-["ticket:view",{"_placeholder":true,"num":0}]',
        '451-["x",{"_placeholder":true,"num":5}]',
        '45-1-["x"]',
        '45999999999-["x"]',
      ],
    ],
    ['unannounced attachments', [new Uint8Array([1, 2, 3])]],
    ['other namespaces', ['40/admin,', '40/%2e%2e,{}', '42/admin,["ticket:view",1]']],
    ['a connection as an object', ['40{"token":{"$ne":null}}', '40null', '40[]']],
    ['a huge id', [`42${'9'.repeat(400)}["ticket:view",1]`]],
    ['very deep nesting', [`42["ticket:view",${'['.repeat(20_000)}${']'.repeat(20_000)}]`]],
    ['a very long namespace', [`42/${'x'.repeat(50_000)},["ticket:view"]`]],
    ['lone surrogates', ['42["ticket:view","\ud800"]']],
    ['binary garbage', [crypto.getRandomValues(new Uint8Array(5000))]],
    ['pings and upgrades out of turn', ['2probe', '5', '3', '6', '2', '1']],
  ];

  it.each(FRAMES)('%s', async (_, frames) => {
    const { socket } = await raw(frames);
    await expectNoEffect();
    socket.close();
  });

  it('a second CONNECT on the same connection makes no second session', async () => {
    const { socket, received } = await raw([`40${JSON.stringify({ token: mallory.token })}`]);
    await expectNoEffect();
    expect(received.filter((frame) => frame.includes('"ready"'))).toHaveLength(1);
    socket.close();
  });

  it('RT-11 a client disconnect closes its connection', async () => {
    const { isClosed } = await raw(['41']);
    await waitFor(isClosed);
    await expectNoEffect();
  });

  it.each(FRAMES)('%s, before any token', async (_, frames) => {
    const { socket, received } = await raw(frames, false);
    await expectNoEffect();
    expect(received.join()).not.toContain('"ready"');
    socket.close();
  });

  it.each([
    '{}',
    '{"token":null}',
    '{"token":""}',
    '{"token":7}',
    '{"token":["x"]}',
    '{"token":{"$ne":null}}',
    '[]',
    '"x"',
    '',
  ])('RT-1 the handshake %s is refused with a problem', async (auth) => {
    const { received, socket, isClosed } = await raw([`40${auth}`], false);
    await waitFor(() => received.length > 1 || isClosed());
    if (received.length > 1) expect(received[1]).toMatch(/^44\{.*"code":"unauthenticated"/);
    socket.close();
    await expectNoEffect();
  });

  it.each([-1, 1.5, '1', null, {}, [], 2 ** 60])('a handshake with after=%j is a 400', async (after) => {
    const socket = app.connect({ token: mallory.token, after }, { transports: ['websocket'] });
    const error = await new Promise((resolve) => socket.on('connect_error', resolve));
    expect(error).toMatchObject({ data: { status: 400, code: 'invalid', errors: [{ path: 'after' }] } });
  });

  it.each([
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    'GET /socket.io/?EIO=99&transport=smoke HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET /socket.io/?EIO=4&transport=polling&sid=nonsense HTTP/1.1\r\nHost: x\r\n\r\n',
    'POST /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nxxxxx',
    'GET /elsewhere HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n',
    '\x16\x03\x01 TLS hello',
    'NONSENSE\r\n\r\n',
  ])('bytes that are no request: %j', async (bytes) => {
    const { port } = new URL(app.url);
    const socket = net.connect(Number(port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write(bytes);
    await expectNoEffect();
    socket.destroy();
  });
});

describe('RT-12 the origin of a socket', () => {
  const outcome = (extraHeaders: Record<string, string>, transport: string) =>
    new Promise<string>((resolve) => {
      const socket = app.connect({ token: mallory.token }, { transports: [transport], extraHeaders });
      socket.on('ready', () => resolve('ready')).on('connect_error', () => resolve('refused'));
    });
  const { host } = new URL(app.url);

  it.each([
    'https://evil.example',
    'null',
    `http://${host}.evil.example`,
    `http://evil.example/${host}`,
    'http://127.0.0.1',
    'file://',
  ])('%j is refused', async (origin) => {
    expect(await outcome({ origin }, 'websocket')).toBe('refused');
    expect(await outcome({ origin }, 'polling')).toBe('refused');
  });

  it('our own origin is accepted, and so is none', async () => {
    for (const transport of ['websocket', 'polling']) {
      expect(await outcome({ origin: app.url }, transport)).toBe('ready');
      expect(await outcome({}, transport)).toBe('ready');
    }
  });
});

describe('RT-11 limits of sockets', () => {
  it('one user has at most twenty; other users are not limited', async () => {
    const strict = await startTestApp({ RATE_LIMITS: 'on' });
    const [greedy, other] = await Promise.all([
      strict.createUser('customer', 'Greedy'),
      strict.createUser('customer', 'Other'),
    ]);
    for (let i = 0; i < 20; i += 1) await strict.openSocket(greedy);
    await expect(strict.openSocket(greedy)).rejects.toMatchObject({ data: { code: 'rate_limited' } });
    await expect(strict.openSocket(other)).resolves.toBeDefined();
    await strict.close();
  });

  it('one socket sends at most 200 messages a minute', async () => {
    const strict = await startTestApp({ RATE_LIMITS: 'on' });
    const { emitWithAck: ask, socket } = await strict.openSocket(await strict.createUser('customer'));
    const acknowledgements = await Promise.all(Array.from({ length: 205 }, () => ask('ticket:leave', 1)));
    expect(acknowledgements.filter(({ ok }) => ok)).toHaveLength(200);
    expect(acknowledgements.at(-1)).toMatchObject({
      ok: false,
      error: { code: 'rate_limited', status: 429 },
    });
    expect(socket.connected).toBe(true);
    await strict.close();
  });

  it('the sockets of one user send at most 1200 messages a minute together', async () => {
    const strict = await startTestApp({ RATE_LIMITS: 'on' });
    const [greedy, other] = await Promise.all([strict.createUser('customer'), strict.createUser('customer')]);
    for (let i = 0; i < 6; i += 1) {
      const { emitWithAck: ask } = await strict.openSocket(greedy);
      const answers = await Promise.all(Array.from({ length: 200 }, () => ask('ticket:leave', 1)));
      expect(answers.every(({ ok }) => ok)).toBe(true);
    }
    const seventh = await strict.openSocket(greedy);
    expect(await seventh.emitWithAck('ticket:leave', 1)).toMatchObject({ error: { code: 'rate_limited' } });
    const others = await strict.openSocket(other);
    expect(await others.emitWithAck('ticket:leave', 1)).toEqual({ ok: true });
    await strict.close();
  });
});
