import { networkInterfaces } from 'node:os';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { createDatabaseFile, startServer } from '../testing/server-process.ts';
import { createReply, createTicket, rawRequest, startTestApp, waitFor } from '../testing/test-app.ts';

const lines: string[] = [];
const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
const app = await startTestApp({ METRICS: 'on' }, log);
afterAll(app.close);

describe('OP-7 the log', () => {
  it('has one line for each request with user, method, path and result', async () => {
    const carl = await app.createUser('customer');
    const { body, headers } = await carl.get('/api/tickets/987654');
    const line = JSON.parse(lines.find((one) => one.includes(headers.get('x-request-id') ?? 'none')) ?? '{}');
    expect(line).toMatchObject({
      requestId: body.requestId,
      method: 'GET',
      path: '/api/tickets/987654',
      status: 404,
      userId: carl.user.id,
      problem: 'not_found',
    });
  });

  it('AU-10 contains no password, token, cookie, query or text', async () => {
    const SECRETS = ['CANARY-password', 'CANARY-text', 'CANARY-query', 'CANARY-cookie', 'CANARY-bearer'];
    const email = 'canary@example.com';
    await app.anonymous.post('/api/auth/register', { name: 'Carl', email, password: 'CANARY-password' });
    await app.anonymous.post('/api/auth/login', { email, password: 'CANARY-password!' });
    await app.anonymous.post('/api/auth/login', undefined, { raw: '{"password":"CANARY-password"' });
    await app.anonymous.post('/api/auth/refresh', undefined, {
      headers: { cookie: 'refresh=CANARY-cookie' },
    });
    await app.anonymous.get('/api/auth/me', { headers: { authorization: 'Bearer CANARY-bearer' } });
    const carl = await app.createUser('customer');
    await createReply(carl, await createTicket(carl, { description: 'CANARY-text' }), 'CANARY-text');
    await carl.get('/api/tickets?q=CANARY-query');
    await carl.post('/api/tickets', { subject: 'CANARY-text', description: '' });
    const { emitWithAck } = await app.openSocket(carl);
    await emitWithAck('session:renew', { token: 'CANARY-bearer' });
    const logged = lines.join('');
    for (const secret of [...SECRETS, carl.token, carl.cookie.slice('refresh='.length)])
      expect(logged).not.toContain(secret);
  });

  it('writes one line for a path with control characters', async () => {
    await rawRequest(app.url, 'GET', '/api/%0d%0a%1b[31mforged');
    const line = lines.find((one) => one.includes('forged')) ?? '';
    expect(line.trimEnd().split(/\p{Cc}/u)).toHaveLength(1);
    expect(JSON.parse(line).path).toBe('/api/%0d%0a%1b[31mforged');
  });
});

describe('/metrics', () => {
  const metrics = async () => (await app.anonymous.get<{ text: string }>('/metrics')).body.text;

  it('counts by route, not by URL', async () => {
    const carl = await app.createUser('customer');
    const { id } = await createTicket(carl);
    await carl.get(`/api/tickets/${id}`);
    await carl.get('/api/tickets/987654');
    const text = await metrics();
    expect(text).toMatch(
      /http_request_seconds_count\{method="GET",route="\/api\/tickets\/:id",status="200"\} \d/,
    );
    expect(text).not.toContain('987654');
  });

  it('reports the open sockets and the relay’s position', async () => {
    const carl = await app.createUser('customer');
    const { socket } = await app.openSocket(carl);
    await createTicket(carl);
    const [{ head } = {}] = await app.sql('select max(seq) as head from events');
    await waitFor(async () => (await metrics()).includes(`\nlog_head ${head}\n`));
    expect(await metrics()).toMatch(/\nsockets [1-9]/);
    socket.disconnect();
  });

  it('is off by default', async () => {
    const quiet = await startTestApp();
    const { body } = await quiet.anonymous.get('/metrics');
    await quiet.close();
    expect(JSON.stringify(body)).not.toContain('http_request');
  });

  it('HT-2 refuses other methods than GET and HEAD', async () => {
    const { status, headers } = await app.anonymous.post('/metrics');
    expect([status, headers.get('allow')]).toEqual([405, 'HEAD, GET']);
  });
});

describe('OP-12 access to /metrics', () => {
  const TOKEN = 'metrics-token-of-the-tests';
  const statusOf = async (url: string, headers: object = {}, method = 'GET') =>
    (await rawRequest(url, method, '/metrics', headers)).status;
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  it('with METRICS_TOKEN needs exactly that token, also from this machine', async () => {
    const { url, close } = await startTestApp({ METRICS: 'on', METRICS_TOKEN: TOKEN });
    expect(await statusOf(url, bearer(TOKEN))).toBe(200);
    expect(await statusOf(url, { ...bearer(TOKEN), 'x-forwarded-for': '203.0.113.9' })).toBe(200);
    const refused = [
      {},
      bearer(''),
      bearer(`${TOKEN}x`),
      bearer(TOKEN.slice(1)),
      bearer(TOKEN.toUpperCase()),
      { authorization: TOKEN },
      { authorization: `Basic ${TOKEN}` },
      { 'x-forwarded-for': '127.0.0.1' },
      { cookie: `refresh=${TOKEN}` },
    ];
    for (const headers of refused) expect(await statusOf(url, headers), JSON.stringify(headers)).toBe(404);
    await close();
  });

  it('with METRICS_TOKEN is refused to a signed-in agent', async () => {
    const other = await startTestApp({ METRICS: 'on', METRICS_TOKEN: TOKEN });
    const ada = await other.createUser('agent');
    expect((await ada.get('/metrics')).status).toBe(404);
    await other.close();
  });

  it('without METRICS_TOKEN is refused to a request that a proxy has forwarded', async () => {
    const proxied = await startTestApp({ METRICS: 'on', TRUST_PROXY: '1' });
    expect(await statusOf(proxied.url)).toBe(200);
    for (const name of ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'])
      expect(await statusOf(proxied.url, { [name]: '127.0.0.1' }), name).toBe(404);
    await proxied.close();
  });

  // A connection to the machine's own address in the network is not from loopback.
  const address = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4')?.address;
  it.skipIf(!address)(
    'without METRICS_TOKEN is refused to another machine, with the response of METRICS=off',
    async () => {
      const [on, off] = [
        await startServerOnAllAddresses({ METRICS: 'on' }),
        await startServerOnAllAddresses({ METRICS: 'off' }),
      ];
      const read = async ({ port }: { port: number }, headers: object = {}, method = 'GET') => {
        const { status, text } = await rawRequest(`http://${address}:${port}`, method, '/metrics', headers);
        return [status, text.replace(/"requestId":"[^"]*"/, '')];
      };
      expect((await read(on))[0]).toBe(404);
      expect(await read(on)).toEqual(await read(off));
      expect(await read(on, {}, 'POST')).toEqual(await read(off, {}, 'POST'));
      expect((await read(on, { 'x-forwarded-for': '127.0.0.1' }))[0]).toBe(404);
      expect(await statusOf(`http://127.0.0.1:${on.port}`)).toBe(200);
      await Promise.all([on.kill(), off.kill()]);
    },
  );
});

const startServerOnAllAddresses = (env: Record<string, string>) => {
  const { file } = createDatabaseFile();
  return startServer(file, { env: { HOST: '0.0.0.0', ...env } });
};
