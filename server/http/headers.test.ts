import { afterAll, describe, expect, it } from 'vitest';
import { rawRequest, startTestApp } from '../testing/test-app.ts';

const app = await startTestApp();
afterAll(app.close);
const ada = await app.createUser('agent');

/** One request for each kind of response. */
const KINDS: [string, () => Promise<{ headers: Headers; status: number }>][] = [
  ['200', () => ada.get('/api/tickets')],
  ['204', () => ada.post('/api/auth/logout')],
  ['400', () => ada.get('/api/tickets?limit=0')],
  ['401', () => app.anonymous.get('/api/tickets')],
  ['404', () => ada.get('/api/tickets/999')],
  ['404 for an unknown route', () => app.anonymous.get('/api/nothing')],
  ['404 for an unknown file', () => app.anonymous.get('/nothing.js')],
  ['405', () => app.anonymous.delete('/api/tickets')],
  [
    '415',
    () =>
      app.anonymous.post('/api/auth/login', undefined, {
        raw: 'x',
        headers: { 'content-type': 'text/plain' },
      }),
  ],
  ['malformed JSON', () => app.anonymous.post('/api/auth/login', undefined, { raw: '{' })],
  ['healthz', () => app.anonymous.get('/healthz')],
  ['docs', () => app.anonymous.get('/docs')],
  ['openapi.json', () => app.anonymous.get('/openapi.json')],
  ['a file of the docs', () => app.anonymous.get('/docs/files/swagger-ui.css')],
  ['a page of the app', () => app.anonymous.get('/tickets/1')],
  ['Socket.IO polling', () => app.anonymous.get('/socket.io/?EIO=4&transport=polling')],
  [
    'Socket.IO handshake refusal',
    () =>
      app.anonymous.get('/socket.io/?EIO=4&transport=polling', {
        headers: { origin: 'https://evil.example' },
      }),
  ],
];

describe('X-3 every response has security headers', () => {
  it.each(KINDS)('%s', async (_, send) => {
    const { headers } = await send();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toMatch(
      /default-src 'self'.*object-src 'none'.*frame-ancestors 'none'/,
    );
    expect(headers.get('content-security-policy')).not.toMatch(
      /script-src[^;]*'unsafe|default-src[^;]*'unsafe/,
    );
    expect(headers.get('referrer-policy')).toMatch(/^(same-origin|no-referrer)$/);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  });

  it('API responses and errors are not cached', async () => {
    const answers = [
      await ada.get('/api/tickets'),
      await app.anonymous.get('/api/tickets'),
      await app.anonymous.get('/healthz'),
    ];
    for (const { headers } of answers) {
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('etag')).toBeNull();
    }
  });

  it('every response has a request id, which the error body repeats', async () => {
    const { headers, body } = await app.anonymous.get('/api/nothing');
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(body.requestId).toBe(headers.get('x-request-id'));
  });

  it('HSTS is sent only when PUBLIC_URL is https', async () => {
    const secure = await startTestApp({ PUBLIC_URL: 'https://desk.example.com' });
    const { headers } = await secure.anonymous.get('/api/desk');
    await secure.close();
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{7,}/);
    expect((await app.anonymous.get('/api/desk')).headers.get('strict-transport-security')).toBeNull();
  });
});

describe('X-4 other origins', () => {
  const requestFrom = async (env: Record<string, string>, origin: string) => {
    const other = await startTestApp(env);
    const get = await other.anonymous.get('/api/desk', { headers: { origin } });
    const preflight = await rawRequest(other.url, 'OPTIONS', '/api/tickets', {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,idempotency-key',
    });
    await other.close();
    return { get: get.headers, preflight: new Headers(preflight.headers as Record<string, string>) };
  };

  it('receive no CORS headers unless configured', async () => {
    for (const [env, origin] of [
      [{}, 'https://evil.example'],
      [{ CORS_ORIGINS: 'https://app.example.com' }, 'https://evil.example'],
      [{ CORS_ORIGINS: 'https://app.example.com' }, 'https://app.example.com.evil.example'],
      [{ CORS_ORIGINS: 'https://app.example.com' }, 'null'],
    ] as [Record<string, string>, string][]) {
      const { get, preflight } = await requestFrom(env, origin);
      for (const headers of [get, preflight]) expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('receive CORS headers with their exact origin when configured', async () => {
    const { get, preflight } = await requestFrom(
      { CORS_ORIGINS: 'https://app.example.com, https://b.example.com' },
      'https://app.example.com',
    );
    for (const headers of [get, preflight]) {
      expect(headers.get('access-control-allow-origin')).toBe('https://app.example.com');
      expect(headers.get('vary')).toMatch(/origin/i);
      expect(headers.get('access-control-allow-credentials')).toBeNull();
    }
    expect(preflight.get('access-control-allow-headers')).toMatch(/authorization/i);
  });
});
