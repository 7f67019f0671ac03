import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { contract, type Endpoint, endpointNames } from '../../shared/contract.ts';
import { EVENT_TYPES } from '../../shared/events.ts';
import { paths } from '../../shared/paths.ts';
import { PROBLEM_STATUS } from '../../shared/schemas.ts';
import { startTestApp } from '../testing/test-app.ts';

const app = await startTestApp();
afterAll(app.close);

type Page = { text: string };
const page = async (path: string) => (await app.anonymous.get<Page>(path)).body.text;

type Operation = {
  operationId: string;
  summary: string;
  security?: object[];
  parameters: { name: string; in: string; required?: boolean; schema: object }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
};
type Document = {
  openapi: string;
  info: { title: string; version: string };
  security: object[];
  paths: Record<string, Record<string, Operation>>;
  webhooks: object;
  components: { schemas: Record<string, object>; securitySchemes: object };
};
const { body: document } = await app.anonymous.get<Document>('/openapi.json');
const operations = endpointNames.map((name) => {
  const [method, path] = paths[name].split(' ') as [string, string];
  const operation = document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()] as Operation;
  return { name, endpoint: contract[name] as Endpoint, operation };
});

describe('DO-3 /openapi.json', () => {
  it('is OpenAPI 3.1 with a title and one security scheme', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/);
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
    expect(document.components.securitySchemes).toEqual({
      token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
    });
    expect(document.security).toEqual([{ token: [] }]);
  });

  it('has no dangling references and no inline definitions', () => {
    const text = JSON.stringify(document);
    expect(text).not.toContain('$defs');
    const references = new Set([...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to));
    expect(references.size).toBeGreaterThan(5);
    for (const to of references) {
      expect(to).toMatch(/^#\/components\/schemas\/\w+$/);
      expect(document.components.schemas).toHaveProperty(to?.split('/').at(-1) as string);
    }
  });

  it('has unique operation ids and a summary for each', () => {
    expect(operations.map(({ operation }) => operation.operationId)).toEqual(endpointNames);
    for (const { operation } of operations) expect(operation.summary).not.toBe('');
  });

  it.each(operations)('$name: parameters, body, response and errors', ({ endpoint, operation }) => {
    const named = (where: string) =>
      operation.parameters.filter((parameter) => parameter.in === where).map(({ name }) => name);
    expect(named('path')).toEqual(Object.keys(endpoint.params?.shape ?? {}));
    expect(named('query')).toEqual(Object.keys(endpoint.query?.shape ?? {}));
    expect(named('header')).toEqual(endpoint.idempotent ? ['Idempotency-Key'] : []);
    for (const { schema } of operation.parameters) expect(schema).not.toEqual({});
    expect(Boolean(operation.requestBody)).toBe(Boolean(endpoint.body));
    expect(Boolean(operation.responses[endpoint.status]?.content)).toBe(Boolean(endpoint.response));
    expect(operation.security).toEqual(endpoint.public ? [] : undefined);
    const errorCodes = endpoint.public
      ? (endpoint.errors ?? [])
      : ['unauthenticated' as const, ...(endpoint.errors ?? [])];
    for (const code of errorCodes)
      expect(operation.responses[PROBLEM_STATUS[code]]?.description).toContain(code);
  });

  it('describes the Socket.IO events', () => {
    expect(Object.keys(document.webhooks)).toEqual(EVENT_TYPES);
  });

  it('describes the length limits of input texts', () => {
    expect(document.components.schemas.TicketDraft).toMatchObject({
      additionalProperties: false,
      properties: { subject: { maxLength: 200 }, description: { maxLength: 20_000 } },
    });
  });
});

describe('DO-1 /docs', () => {
  it('loads nothing from other hosts and has no inline scripts', async () => {
    const html = await page('/docs');
    const loaded = [...html.matchAll(/(?:src|href)=["']([^"']+)["']/g)].map(
      ([, address]) => address as string,
    );
    expect(loaded.length).toBeGreaterThan(2);
    for (const address of loaded) expect(address).toMatch(/^(\/(?!\/)|\.\/|#|data:)/);
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/i);
    expect(html).not.toMatch(/\son\w+=/i);
  });

  it('serves every file that the page references', async () => {
    const html = await page('/docs');
    const files = [...html.matchAll(/(?:src|href)=["'](\/docs\/[^"']+)["']/g)].map(
      ([, address]) => address as string,
    );
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      const { status, headers } = await app.anonymous.get(file);
      expect([file, status]).toEqual([file, 200]);
      expect(headers.get('content-type')).toMatch(/css|javascript|font/);
    }
  });

  it('serves the style sheets and fonts that its style sheet loads, all from here', async () => {
    const sheet = await page('/docs/files/docs.css');
    const loaded = [...sheet.matchAll(/url\("([^"]+)"\)/g)].map(([, address]) => address as string);
    expect(loaded).toContain('/docs/files/swagger-ui.css');
    for (const address of loaded) {
      expect(address).toMatch(/^\/docs\/files\//);
      expect([address, (await app.anonymous.get(address)).status]).toEqual([address, 200]);
    }
  });

  it('has the colours of the desk', async () => {
    const colours = (sheet: string) =>
      new Map(
        [...sheet.matchAll(/(--[\w-]+):\s*(light-dark\([^;]*\));/g)].map(([, name, value]) => [name, value]),
      );
    const tokens = colours(
      readFileSync(path.join(import.meta.dirname, '../../client/styles/tokens.css'), 'utf8'),
    );
    const own = colours(await page('/docs/files/docs.css'));
    expect(own.size).toBeGreaterThan(20);
    for (const [name, value] of own) expect([name, value]).toEqual([name, tokens.get(name)]);
  });

  it('has a link back to the desk, fits a phone and applies the theme before anything is painted', async () => {
    const html = await page('/docs');
    expect(html).toMatch(/<header[^>]*>\s*<a href="\/">/);
    expect(html).toContain('name="viewport"');
    expect(html.indexOf('/docs/files/theme.js')).toBeLessThan(html.indexOf('rel="stylesheet"'));
  });

  it('DO-2 loads only its own document, ignores the query and does not store the token', async () => {
    const script = await page('/docs/files/start.js');
    expect(script).toContain('/openapi.json');
    expect(script).toMatch(/"?queryConfigEnabled"?:\s*false/);
    expect(script).toMatch(/"?persistAuthorization"?:\s*false/);
    expect(await page('/docs?url=https://evil.example/x.json&configUrl=https://evil.example')).toBe(
      await page('/docs'),
    );
  });

  it('has a content security policy without inline scripts and other hosts', async () => {
    const { headers } = await app.anonymous.get('/docs');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:/);
  });

  it.each([
    '/docs/files/package.json',
    '/docs/files/constructor',
    '/docs/files/..%2Fpackage.json',
    '/docs/files/%2e%2e%2fpackage.json',
    '/docs/files/',
  ])('serves no other file: %s', async (path) => {
    expect((await app.anonymous.get(path)).status).toBe(404);
  });

  it('DO-5 returns 404 with DOCS=off', async () => {
    const quiet = await startTestApp({ DOCS: 'off' });
    const statuses = await Promise.all(
      ['/docs', '/openapi.json', '/docs/files/start.js', '/docs/files/swagger-ui.css'].map(
        async (path) => (await quiet.anonymous.get(path)).status,
      ),
    );
    await quiet.close();
    expect(statuses).toEqual([404, 404, 404, 404]);
  });
});
