import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { contract, type Endpoint, endpointNames } from '../../shared/contract.ts';
import { paths } from '../../shared/paths.ts';
import { createTicket, rawRequest, startTestApp, type TestUser } from '../testing/test-app.ts';

const app = await startTestApp();
afterAll(app.close);

const [carl, ada] = await Promise.all([app.createUser('customer'), app.createUser('agent')]);
const ticket = await createTicket(carl);
const submit = (raw: string, headers: Record<string, string> = {}) =>
  carl.post('/api/tickets', undefined, { raw, headers });
const DRAFT = { subject: 'Help', description: 'It broke.' };

describe('IN-1 a request body', () => {
  const ENDPOINTS_WITH_BODY = endpointNames.filter((name) => (contract[name] as Endpoint).body);
  const userFor = (name: string): TestUser => (name === 'createTicket' ? carl : ada);

  it.each(ENDPOINTS_WITH_BODY)('of %s must not have unknown keys', async (name) => {
    const [method, path] = paths[name].replace(':id', String(ticket.id)).split(' ') as [string, string];
    const { status, body } = await userFor(name).call(method, path, { body: { surprise: 1 } });
    expect([status, body.code]).toEqual([400, 'invalid']);
    expect(body.errors).toContainEqual({ path: 'surprise', message: expect.any(String) });
  });

  it.each(ENDPOINTS_WITH_BODY)('of %s must be an object', async (name) => {
    const [method, path] = paths[name].replace(':id', String(ticket.id)).split(' ') as [string, string];
    for (const raw of ['[]', '[{}]', '"text"', '7', 'null', 'true']) {
      const answer = await userFor(name).call(method, path, { raw });
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid' } });
    }
  });

  it('with several errors returns all of them, one for each field', async () => {
    const { body } = await carl.post('/api/tickets', { subject: ' ', priority: 'urgent', status: 'open' });
    expect(body.errors?.map(({ path }) => path).toSorted()).toEqual([
      'description',
      'priority',
      'status',
      'subject',
    ]);
    expect(body.detail).not.toBe('');
  });

  it('with thousands of unknown keys returns at most 20 errors, and the detail names no others', async () => {
    const draft = Object.fromEntries(Array.from({ length: 24_000 }, (_, i) => [`k${i}`, 1]));
    const { status, body } = await carl.post('/api/tickets', { ...DRAFT, ...draft });
    expect([status, body.errors?.length]).toEqual([400, 20]);
    expect(JSON.stringify(body).length).toBeLessThan(4000);
    expect(body.detail).toContain('23980 more errors.');
  });

  it('with a very long unknown key returns only its start', async () => {
    const { status, body } = await carl.post('/api/tickets', { ...DRAFT, ['x'.repeat(200_000)]: 1 });
    expect([status, body.errors?.[0]?.path]).toEqual([400, 'x'.repeat(100)]);
    expect(JSON.stringify(body).length).toBeLessThan(1000);
  });

  it('that is missing returns 400', async () => {
    expect(await carl.post('/api/tickets')).toMatchObject({ status: 400, body: { code: 'invalid' } });
    expect(await submit('')).toMatchObject({ status: 400, body: { code: 'invalid' } });
  });

  it.each([
    ['', 'description'],
    ['   ', 'description'],
    ['\u200b\u2060\ufeff', 'description'],
    ['\u00ad', 'description'],
    ['\u2800', 'description'],
    ['x'.repeat(20_001), 'description'],
    ['a\0b', 'description'],
    ['\udc00', 'description'],
    [5, 'description'],
    [true, 'description'],
    [['It broke.'], 'description'],
    [{ $like: '%' }, 'description'],
  ])('IN-2 with %j as a text returns 400 and names the field', async (description, path) => {
    const { status, body } = await carl.post('/api/tickets', { ...DRAFT, description });
    expect([status, ...new Set(body.errors?.map((error) => error.path))]).toEqual([400, path]);
  });

  it('may have 200 characters of subject and 20 000 of description, but not more', async () => {
    const size = (subject: number, description: number) =>
      carl.post('/api/tickets', { subject: 's'.repeat(subject), description: 'd'.repeat(description) });
    const statuses = [await size(200, 20_000), await size(201, 20_000), await size(200, 20_001)].map(
      ({ status }) => status,
    );
    expect(statuses).toEqual([201, 400, 400]);
  });
});

describe('IN-3 the encoding of a body', () => {
  it.each([
    '{',
    '{"subject":',
    "{'subject':'Help'}",
    '{"subject":"Help",}',
    '\u0000',
    'undefined',
    'NaN',
    '<xml/>',
  ])('%j is malformed and returns 400 without repeating it', async (raw) => {
    const { status, body } = await submit(raw);
    expect([status, body.code]).toEqual([400, 'invalid']);
    expect(JSON.stringify(body)).not.toMatch(/Unexpected token|position|xml/);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'text/json',
    'application/json-patch+json',
    'application/vnd.api+json',
    'nonsense',
  ])('%s returns 415', async (type) => {
    const answer = await submit(JSON.stringify(DRAFT), { 'content-type': type });
    expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON'])(
    '%s is accepted',
    async (type) => {
      expect((await submit(JSON.stringify(DRAFT), { 'content-type': type })).status).toBe(201);
    },
  );

  it('a missing content type returns 415', async () => {
    const { status } = await rawRequest(
      app.url,
      'POST',
      '/api/tickets',
      { authorization: `Bearer ${carl.token}` },
      JSON.stringify(DRAFT),
    );
    expect(status).toBe(415);
  });

  it('a body over 256 kB returns 413, a smaller one is accepted', async () => {
    const padded = (bytes: number) => JSON.stringify({ ...DRAFT, description: `x${' '.repeat(bytes)}` });
    expect(await submit(padded(256 * 1024))).toMatchObject({
      status: 413,
      body: { code: 'payload_too_large' },
    });
    expect((await submit(padded(200 * 1024))).status).toBe(201);
  });

  it('a gzip bomb returns 413', async () => {
    const bomb = gzipSync(JSON.stringify({ ...DRAFT, description: 'x'.repeat(50_000_000) }));
    expect(bomb.length).toBeLessThan(100_000);
    const headers = {
      authorization: `Bearer ${carl.token}`,
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'content-length': bomb.length,
    };
    expect((await rawRequest(app.url, 'POST', '/api/tickets', headers, bomb)).status).toBe(413);
  });

  it.each([
    ['an unknown encoding', { 'content-encoding': 'compress' }, JSON.stringify(DRAFT)],
    ['invalid gzip data', { 'content-encoding': 'gzip' }, JSON.stringify(DRAFT)],
  ])('%s returns 400 or 415', async (_, headers, raw) => {
    const { status } = await submit(raw, headers as Record<string, string>);
    expect([400, 415]).toContain(status);
  });

  const COMPRESS = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };
  const send = (body: Uint8Array, headers: object) =>
    rawRequest(
      app.url,
      'POST',
      '/api/tickets',
      {
        authorization: `Bearer ${carl.token}`,
        'content-type': 'application/json',
        'content-length': body.length,
        ...headers,
      },
      body,
    );

  it.each(Object.entries(COMPRESS))(
    '%s is accepted, and returns 400 if it is broken',
    async (encoding, compress) => {
      const whole = compress(JSON.stringify(DRAFT));
      const flipped = Buffer.from(whole);
      flipped[whole.length >> 1] = ~(whole[whole.length >> 1] ?? 0);
      const statusOf = async (body: Uint8Array) =>
        (await send(body, { 'content-encoding': encoding })).status;
      expect(await statusOf(whole)).toBe(201);
      for (const broken of [
        flipped,
        whole.subarray(0, -6),
        whole.subarray(0, 1),
        Buffer.from('{"subject":"Help"}'),
      ])
        expect(await statusOf(broken)).toBe(400);
      expect(await statusOf(compress(JSON.stringify({ ...DRAFT, description: 'x'.repeat(5e6) })))).toBe(413);
    },
  );

  it.each(['compress', 'zstd', 'gzip, gzip', 'constructor', '__proto__'])(
    '%s returns 415',
    async (encoding) => {
      const { status } = await send(Buffer.from(JSON.stringify(DRAFT)), { 'content-encoding': encoding });
      expect(status).toBe(415);
    },
  );

  it.each([
    ['a byte that is not UTF-8', [0xff]],
    ['an incomplete character', [0xe5, 0xad]],
    ['an overlong character', [0xc0, 0xaf]],
    ['half a surrogate pair', [0xed, 0xa0, 0x80]],
  ])('%s returns 400, in every charset and compression', async (_, bytes) => {
    const [before, after] = JSON.stringify({ ...DRAFT, subject: 'ab?' }).split('?');
    const body = Buffer.concat([Buffer.from(before ?? ''), Buffer.from(bytes), Buffer.from(after ?? '')]);
    expect((await send(body, {})).status).toBe(400);
    expect((await send(gzipSync(body), { 'content-encoding': 'gzip' })).status).toBe(400);
    for (const charset of ['utf-8', 'UTF8', 'us-ascii', 'iso-8859-1', 'utf-16', 'utf-32', 'nonsense']) {
      const { status } = await send(body, { 'content-type': `application/json; charset=${charset}` });
      expect([400, 415]).toContain(status);
    }
  });

  it('U+FFFD and text of every plane are returned as they were sent', async () => {
    const description = 'a \ufffd é 字 😀';
    expect((await carl.post('/api/tickets', { ...DRAFT, description })).body.description).toBe(description);
  });

  it('Content-Length together with Transfer-Encoding returns 400', async () => {
    const headers = {
      authorization: `Bearer ${carl.token}`,
      'content-type': 'application/json',
      'content-length': 5,
      'transfer-encoding': 'chunked',
    };
    const outcome = await rawRequest(app.url, 'POST', '/api/tickets', headers, '{}').catch(() => ({
      status: 400,
    }));
    expect(outcome.status).toBe(400);
  });
});

describe('IN-4 prototype pollution', () => {
  it.each([
    '{"__proto__":{"x":1},"subject":"Help","description":"It broke."}',
    '{"constructor":{"prototype":{"x":1}},"subject":"Help","description":"It broke."}',
    '{"subject":"Help","description":"It broke.","priority":{"__proto__":{"x":1}}}',
  ])('%s returns 400', async (raw) => {
    expect((await submit(raw)).status).toBe(400);
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it.each(['__proto__[x]=1', '__proto__=1', 'constructor[prototype][x]=1', 'limit[__proto__]=1'])(
    '?%s returns 400',
    async (query) => {
      expect((await ada.get(`/api/tickets?${query}`)).status).toBe(400);
      expect(({} as { x?: number }).x).toBeUndefined();
    },
  );
});

describe('IN-8 an invalid id returns 404 like an unknown one', () => {
  const IDS = [
    '0',
    '-1',
    '01',
    '1e3',
    '1.0',
    '0x1',
    '+1',
    '%201',
    '1%20',
    '1%00',
    '1%2F..%2F2',
    '1;x',
    '1,2',
    '%31%30%30%30%30%30',
    'abc',
    'null',
    'undefined',
    'NaN',
    '[object%20Object]',
    '%',
    '%E0%A4%A',
    '９',
    '1%0A',
    String(2 ** 60),
    '9007199254740993',
    '99999999999999999999999',
    '1'.repeat(2000),
  ];
  it.each(IDS)('%s', async (id) => {
    for (const path of [`/api/tickets/${id}`, `/api/tickets/${id}/replies`, `/api/tickets/${id}/events`]) {
      expect(await ada.get(path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    expect((await ada.post(`/api/tickets/${id}/replies`, { content: 'Hello' })).status).toBe(404);
    expect((await ada.patch(`/api/tickets/${id}`, { priority: 'high' })).status).toBe(404);
  });

  it.each(['nonsense', '1', crypto.randomUUID(), '%00'])('session id %s', async (id) => {
    expect((await ada.delete(`/api/auth/sessions/${id}`)).status).toBe(404);
  });
});

describe('IN-7 a query', () => {
  it.each(endpointNames.filter((name) => paths[name].startsWith('GET /api') && name !== 'showDesk'))(
    'of %s must not have unknown keys',
    async (name) => {
      const path = paths[name].replace(':id', String(ticket.id)).slice('GET '.length);
      const { status, body } = await ada.get(`${path}?surprise=1`);
      expect([status, body.errors?.[0]?.path]).toEqual([400, 'surprise']);
    },
  );

  it.each([
    'events?after=-1',
    'events?after=',
    'events?after=1.5',
    'events?after=1e3',
    'events?after=9007199254740993',
    'events?limit=0',
    'events?limit=1001',
    'events?limit=1000000000',
    'events?after=1&after=2',
    `tickets/${ticket.id}?replies=0`,
    `tickets/${ticket.id}?replies=201`,
    `tickets/${ticket.id}?replies=`,
    `tickets/${ticket.id}/replies?limit=201`,
    `tickets/${ticket.id}/replies?before=`,
    'users?limit=201',
    'users?role=admin',
  ])('%s returns 400', async (query) => {
    expect(await ada.get(`/api/${query}`)).toMatchObject({ status: 400, body: { code: 'invalid' } });
  });
});

describe('random input', () => {
  const randomBody = fc.oneof(
    fc.jsonValue(),
    fc.record({ subject: fc.jsonValue(), description: fc.jsonValue(), priority: fc.jsonValue() }),
    fc.record({
      content: fc.string({ unit: 'binary' }),
      status: fc.string(),
      internal: fc.jsonValue(),
      lastSeenReplyId: fc.jsonValue(),
    }),
    fc.record({ status: fc.jsonValue(), priority: fc.jsonValue(), version: fc.jsonValue() }),
    fc.dictionary(fc.string(), fc.jsonValue()),
  );
  const WRITES = endpointNames.filter((name) => (contract[name] as Endpoint).body);

  it('IN-1 in a body never returns a 5xx or internal details', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...WRITES),
        fc.constantFrom(carl, ada),
        randomBody,
        async (name, user, body) => {
          const [method, path] = paths[name].replace(':id', String(ticket.id)).split(' ') as [string, string];
          const answer = await user.call(method, path, { body });
          expect(answer.status).toBeLessThan(500);
          expect(JSON.stringify(answer.body)).not.toMatch(/sqlite|node_modules|\.ts:\d|select .* from/i);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('IN-8 in a path never returns a 5xx', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.webQueryParameters(), async (segment, query) => {
        for (const path of [
          `/api/tickets/${encodeURIComponent(segment.toWellFormed())}`,
          `/api/tickets?${query}`,
        ]) {
          expect((await ada.get(path)).status).toBeLessThan(500);
        }
      }),
      { numRuns: 60 },
    );
  });
});
