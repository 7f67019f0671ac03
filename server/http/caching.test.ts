import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { rawRequest, startTestApp } from '../testing/test-app.ts';

const app = await startTestApp();
afterAll(app.close);

// The tests of the command `npm test` run after the build.
const ASSETS = path.join(import.meta.dirname, '../../dist/client/assets');
const asset = `/assets/${readdirSync(ASSETS).find((name) => name.endsWith('.js'))}`;
const get = (target: string, headers = {}) => rawRequest(app.url, 'GET', target, headers);

describe('HT-7 caching', () => {
  it('an asset is cached for ever', async () => {
    const { status, headers } = await get(asset);
    expect([status, headers['cache-control']]).toEqual([200, 'max-age=31536000, immutable']);
  });

  it.each([
    '/assets',
    '/assets/',
    '/assets/nothing.js',
    '/assets/nothing',
    '/assets/nothing/',
    '/assets/.env',
    '/assets/%',
    '/assets/%00.js',
    '/assets/../index.html',
    '/assets/%2e%2e/index.html',
    '/assets/..%2findex.html',
    '/Assets/nothing',
    '//assets/nothing',
    '/%61ssets/nothing',
  ])('%s is not found, has no page and is not cached', async (target) => {
    const { status, headers, text } = await get(target);
    expect([status, headers['cache-control'], JSON.parse(text).code]).toEqual([404, 'no-store', 'not_found']);
    for (const name of ['etag', 'last-modified', 'content-encoding']) expect(headers[name]).toBeUndefined();
  });

  it.each(['/nothing.js', '/favicon.svg/x.js', `/${'x'.repeat(5000)}.js`])(
    'the problem of %s is not cached',
    async (target) => {
      const { status, headers } = await get(target);
      expect([status, headers['cache-control']]).toEqual([404, 'no-store']);
    },
  );

  it.each([asset, '/favicon.svg', '/index.html', '/tickets/1', '/docs/files/swagger-ui.css'])(
    '%s returns 304 to a client that has it',
    async (target) => {
      for (const encoding of ['br', 'gzip', 'identity']) {
        const { status, headers } = await get(target, { 'accept-encoding': encoding });
        expect(status).toBe(200);
        for (const condition of [
          { 'if-none-match': headers.etag },
          { 'if-modified-since': headers['last-modified'] },
        ]) {
          const again = await get(target, { 'accept-encoding': encoding, ...condition });
          expect([again.status, again.text]).toEqual([304, '']);
          expect(again.headers['cache-control']).toBe(headers['cache-control']);
        }
        const other = { 'accept-encoding': encoding, 'if-none-match': '"other"' };
        expect((await get(target, other)).status).toBe(200);
      }
    },
  );
});

describe('IN-1 a path that names no file', () => {
  it.each([
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/%2e%2e/x',
    '/../package.json',
    '/x/../index.html',
    '/./index.html',
    '/..\\package.json',
    '/..%5c..%5cpackage.json',
    '/a%5cb',
    '/C:%5cx.js',
    '/%00',
    '/x%00.js',
    '/%',
    '/%zz',
    '/%E0%A4%A',
    '/%ff.js',
    '/%c0%ae%c0%ae/package.json',
    'http://[',
    'http://%/x',
    'http://helpdesk/..%2fx',
    '*',
  ])('%s returns 404', async (target) => {
    const { status, text } = await get(target);
    expect([status, JSON.parse(text).code]).toEqual([404, 'not_found']);
  });
});
