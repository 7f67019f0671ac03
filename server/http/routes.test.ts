import Router from '@koa/router';
import { ConnectionException } from '@mikro-orm/core';
import jwt from 'jsonwebtoken';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { contract, type Endpoint, endpointNames } from '../../shared/contract.ts';
import { paths } from '../../shared/paths.ts';
import { openApi } from '../docs/openapi.ts';
import { rawRequest, startTestApp } from '../testing/test-app.ts';

const SECRET = 'a secret of the tests: Quetzalcoatl 4711';
const mounting = vi.spyOn(Router.prototype, 'register');
const app = await startTestApp({ JWT_SECRET: SECRET });
afterAll(app.close);

/** Every "METHOD /path" that the server's routers serve. */
const served = [...new Set(mounting.mock.contexts as Router[])].flatMap((router) =>
  router.stack.flatMap(({ methods, path }) =>
    methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${path}`),
  ),
);
const DOCS = [
  'GET /openapi.json',
  'GET /docs',
  'GET /docs/',
  'GET /docs/files/start.js',
  'GET /docs/files/:file',
];
/** Reviewed data: endpoints that need no token. */
const PUBLIC = [
  'register',
  'login',
  'refresh',
  'logout',
  'acceptInvitation',
  'showDesk',
  'liveness',
  'readiness',
];

describe('DO-3 contract, router and OpenAPI document match', () => {
  it('the router serves exactly the contract and the docs', () => {
    expect(served.toSorted()).toEqual([...Object.values(paths), ...DOCS].toSorted());
  });

  it('the OpenAPI document describes exactly the contract', () => {
    const described = Object.entries(openApi().paths as Record<string, object>).flatMap(
      ([path, operations]) =>
        Object.keys(operations).map(
          (method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
        ),
    );
    expect(described.toSorted()).toEqual(Object.values(paths).toSorted());
  });

  it('the contract has an entry for every path and no duplicate path', () => {
    expect(Object.keys(contract).toSorted()).toEqual(endpointNames.toSorted());
    expect(new Set(Object.values(paths)).size).toBe(endpointNames.length);
  });
});

describe('AZ-1 every other endpoint requires a token', () => {
  const protectedEndpoints = endpointNames.filter((name) => !PUBLIC.includes(name));
  const expired = (token: string) => {
    const iat = Math.floor(Date.now() / 1000) - 901;
    return jwt.sign({ ...(jwt.decode(token) as object), iat, exp: iat + 900 }, SECRET, {
      header: { alg: 'HS256', typ: 'at+jwt' },
    });
  };
  const ada = app.createUser('agent');

  it('the public endpoints are the reviewed list', () => {
    const open = endpointNames.filter((name) => (contract[name] as Endpoint).public);
    expect(open.toSorted()).toEqual(PUBLIC.toSorted());
  });

  it.each(protectedEndpoints)('%s', async (name) => {
    const [method, path] = paths[name].replace(':id', '1').split(' ') as [string, string];
    const { token } = await ada;
    for (const authorization of [
      undefined,
      'Bearer nonsense',
      `Bearer ${expired(token)}`,
      `bearer${token}`,
    ]) {
      const answer = await app.anonymous.call(
        method,
        path,
        authorization ? { headers: { authorization } } : {},
      );
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated', status: 401 } });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  it.each(protectedEndpoints.filter((name) => paths[name].startsWith('GET')))('HEAD of %s', async (name) => {
    const path = paths[name].replace(':id', '1').slice('GET '.length);
    expect((await app.anonymous.call('HEAD', path)).status).toBe(401);
    expect((await (await ada).call('HEAD', path)).status).not.toBe(401);
  });

  it.each([
    '/API/tickets',
    '/Api/tickets',
    '/api/Tickets',
    '//api/tickets',
    '/api//tickets',
    '/api/tickets/',
    '/api/tickets//',
    '/api%2Ftickets',
    '/api/./tickets',
    '/api/x/../tickets',
    '/%61pi/tickets',
    '/api/tickets%00',
    '/api/tickets;x=1',
  ])('another spelling of the path does not bypass it: %s', async (path) => {
    const { token } = await ada;
    for (const headers of [{}, { authorization: `Bearer ${token}` }]) {
      const { status, headers: responseHeaders } = await rawRequest(app.url, 'GET', path, headers);
      // Only the client's HTML page may be returned.
      if (status === 200) expect(responseHeaders['content-type']).toContain('text/html');
      else expect([401, 404]).toContain(status);
    }
  });
});

describe('HT-2 methods and paths', () => {
  it.each([
    ['DELETE', '/api/tickets', 'GET, HEAD, POST'],
    ['PUT', '/api/tickets/1', 'GET, HEAD, PATCH'],
    ['POST', '/api/auth/me', 'GET, HEAD, PATCH'],
    ['GET', '/api/auth/login', 'POST'],
    ['PATCH', '/api/tickets/1/assign', 'DELETE, POST'],
    ['POST', '/healthz', 'GET, HEAD'],
    ['OPTIONS', '/api/tickets', 'GET, HEAD, POST'],
    ['TRACE', '/api/tickets', 'GET, HEAD, POST'],
    ['POST', '/docs', 'GET, HEAD'],
    ['DELETE', '/docs/files/swagger-ui.css', 'GET, HEAD'],
    ['PUT', '/openapi.json', 'GET, HEAD'],
    ['POST', '/favicon.svg', 'GET, HEAD'],
    ['POST', '/tickets/1', 'GET, HEAD'],
    ['TRACE', '/', 'GET, HEAD'],
  ])('%s %s returns 405 with Allow: %s', async (method, path, allowed) => {
    const { status, headers, text } = await rawRequest(app.url, method, path);
    expect([status, JSON.parse(text).code]).toEqual([405, 'method_not_allowed']);
    expect(String(headers.allow).split(', ').toSorted().join(', ')).toBe(allowed);
  });

  it.each([
    '/api',
    '/api/',
    '/api/nothing',
    '/api/tickets/1/nothing',
    '/API/tickets',
    '/api/auth',
    '/healthz/x',
    '/docs/x',
    '/socket.io',
  ])('%s returns 404 as JSON', async (path) => {
    const { status, headers, text } = await rawRequest(app.url, 'GET', path);
    expect([status, headers['content-type']]).toEqual([404, 'application/problem+json']);
    expect(JSON.parse(text)).toMatchObject({ type: 'about:blank', status: 404, code: 'not_found' });
  });

  it('HT-4 Location is not built from the Host header', async () => {
    const ada = await app.createUser('customer');
    const { headers } = await rawRequest(
      app.url,
      'POST',
      '/api/tickets',
      { host: 'a@evil.example', authorization: `Bearer ${ada.token}`, 'content-type': 'application/json' },
      JSON.stringify({ subject: 'Help', description: 'It broke.' }),
    );
    expect(headers.location).toMatch(/^\/api\/tickets\/\d+$/);
  });
});

describe('health', () => {
  it('returns ok without a token', async () => {
    for (const path of ['/healthz', '/readyz']) {
      expect(await app.anonymous.get(path)).toMatchObject({ status: 200, body: { ok: true } });
      expect((await app.anonymous.call('HEAD', path)).status).toBe(200);
    }
  });

  it('/readyz returns 503 and /healthz 200 when the database fails', async () => {
    const broken = await startTestApp();
    const gone = new ConnectionException(new Error('SQLITE_IOERR: disk I/O error'));
    vi.spyOn(broken.orm.em.getConnection(), 'execute').mockRejectedValue(gone);
    const [ready, alive] = await Promise.all([
      broken.anonymous.get('/readyz'),
      broken.anonymous.get('/healthz'),
    ]);
    await broken.close();
    expect([ready.status, ready.body.code, alive.status]).toEqual([503, 'unavailable', 200]);
    expect(ready.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(JSON.stringify(ready.body)).not.toContain('SQLITE');
  });

  it('AU-4 a database error returns 503, not 401', async () => {
    const broken = await startTestApp();
    const ada = await broken.createUser('agent');
    await broken.sql('alter table sessions rename to gone');
    const { status, body, headers } = await ada.get('/api/tickets');
    await broken.close();
    expect([status, body.code]).toEqual([503, 'unavailable']);
    expect(headers.get('retry-after')).toMatch(/^\d+$/);
    expect(JSON.stringify(body)).not.toMatch(/sessions|sqlite|select/i);
  });

  it('GET /api/desk returns the demo flag and the build', async () => {
    const { status, body } = await app.anonymous.get('/api/desk');
    expect([status, body]).toEqual([200, { demo: false, build: expect.any(String) }]);
  });
});
