import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';
import { createDatabaseFile } from './testing/server-process.ts';

const GOOD_SECRET = 'Quetzalcoatl 4711, tests only, x';

/** The error message for these settings, or "nothing". */
function configError(env: Record<string, string>): string {
  try {
    readConfig(env);
    return 'nothing';
  } catch (error) {
    return error instanceof ConfigError ? error.message : `not a ConfigError: ${error}`;
  }
}

/** Starts the server with these settings and returns its exit code and output. */
async function start(env: Record<string, string>) {
  const main = path.join(import.meta.dirname, 'main.ts');
  const settings = {
    PATH: process.env.PATH,
    SEED: 'none',
    DATABASE_URL: 'sqlite::memory:',
    PORT: '0',
    ...env,
  };
  const ended = promisify(execFile)(process.execPath, [main], { env: settings, timeout: 20_000 });
  return ended.then(
    () => ({ code: 0, stdout: '', stderr: '' }),
    ({ code, stdout, stderr }) =>
      ({ code, stdout, stderr }) as { code: number; stdout: string; stderr: string },
  );
}

describe('the defaults', () => {
  it('are those of the contract', () => {
    expect(readConfig({})).toEqual({
      port: 8000,
      host: '127.0.0.1',
      databaseFile: './data/helpdesk.db',
      postgresUrl: undefined,
      secret: undefined,
      demo: true,
      tokenTtl: 900,
      rateLimits: true,
      publicUrl: undefined,
      trustedProxies: 0,
      corsOrigins: [],
      docs: true,
      metrics: false,
      metricsToken: undefined,
      logLevel: 'warn',
      production: false,
    });
  });

  it('AU-9 include demo accounts outside production; in production SEED=demo is required', () => {
    expect(readConfig({ NODE_ENV: 'production' }).demo).toBe(false);
    expect(readConfig({ NODE_ENV: 'production', SEED: 'demo' }).demo).toBe(true);
    expect(readConfig({ SEED: 'none' }).demo).toBe(false);
  });

  it('apply to empty values', () => {
    expect(readConfig({ PORT: '', PUBLIC_URL: '', CORS_ORIGINS: '' })).toEqual(readConfig({}));
  });

  it('can all be overridden', () => {
    const changed = readConfig({
      PORT: '0',
      HOST: '0.0.0.0',
      DATABASE_URL: 'sqlite:/var/desk.db',
      JWT_SECRET: GOOD_SECRET,
      SEED: 'none',
      TOKEN_TTL: '2',
      RATE_LIMITS: 'off',
      PUBLIC_URL: 'https://desk.example.com/',
      TRUST_PROXY: '1',
      CORS_ORIGINS: 'https://a.example.com, http://localhost:5173',
      DOCS: 'off',
      METRICS: 'on',
      METRICS_TOKEN: 'a-token-of-the-tests',
      LOG_LEVEL: 'error',
    });
    expect(changed).toEqual({
      port: 0,
      host: '0.0.0.0',
      databaseFile: '/var/desk.db',
      postgresUrl: undefined,
      secret: GOOD_SECRET,
      demo: false,
      tokenTtl: 2,
      rateLimits: false,
      publicUrl: 'https://desk.example.com',
      trustedProxies: 1,
      corsOrigins: ['https://a.example.com', 'http://localhost:5173'],
      docs: false,
      metrics: true,
      metricsToken: 'a-token-of-the-tests',
      logLevel: 'error',
      production: false,
    });
  });
});

describe('DATABASE_URL', () => {
  it.each(['postgres', 'postgresql'])('names a database of PostgreSQL by %s://', (scheme) => {
    const url = `${scheme}://desk:password@db.example.com:5433/desk?sslmode=require`;
    const config = readConfig({ DATABASE_URL: url, JWT_SECRET: GOOD_SECRET });
    expect([config.postgresUrl, config.databaseFile]).toEqual([url, null]);
  });

  it('AU-1 of PostgreSQL requires JWT_SECRET, which all nodes share', () => {
    expect(() => readConfig({ DATABASE_URL: 'postgres://localhost/desk' })).toThrow(
      /^JWT_SECRET must be set/,
    );
  });

  it.each(['postgres://localhost', 'postgres://localhost/', 'postgres:desk', 'mysql://localhost/desk'])(
    'refuses %s',
    (url) => {
      expect(() => readConfig({ DATABASE_URL: url, JWT_SECRET: GOOD_SECRET })).toThrow(
        /^DATABASE_URL must be/,
      );
    },
  );

  it('is not shown if it may contain a password', () => {
    const url = 'postgres://desk:hidden@localhost';
    expect(() => readConfig({ DATABASE_URL: url, JWT_SECRET: GOOD_SECRET })).toThrow(/^(?!.*hidden)/);
  });
});

describe('OP-5 an invalid setting', () => {
  it.each<[string, string]>([
    ['PORT', 'eighty'],
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['PORT', ' 80'],
    ['DATABASE_URL', 'helpdesk.db'],
    ['DATABASE_URL', 'sqlite:'],
    ['DATABASE_URL', 'mysql://localhost/desk'],
    ['SEED', 'yes'],
    ['SEED', 'DEMO'],
    ['TOKEN_TTL', '0'],
    ['TOKEN_TTL', '15m'],
    ['TOKEN_TTL', '999999999'],
    ['RATE_LIMITS', 'no'],
    ['PUBLIC_URL', 'desk.example.com'],
    ['PUBLIC_URL', 'javascript:alert(1)'],
    ['PUBLIC_URL', 'https://example.com/desk'],
    ['PUBLIC_URL', 'https://example.com/?desk'],
    ['PUBLIC_URL', 'https://sam:secret@example.com'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '11'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://a.example.com,nonsense'],
    ['CORS_ORIGINS', 'https://a.example.com/b'],
    ['DOCS', 'false'],
    ['METRICS', '1'],
    ['METRICS_TOKEN', 'fifteen-letters'],
    ['METRICS_TOKEN', 'with spaces in between'],
    ['METRICS_TOKEN', 'sixteen-letters-ä'],
    ['LOG_LEVEL', 'chatty'],
    ['LOG_LEVEL', 'WARN'],
    ['NODE_ENV', 'prod'],
    ['NODE_ENV', 'Production'],
    ['NODE_ENV', 'production '],
    ['DATABASE_URL', 'sqlite::memory'],
    ['DATABASE_URL', 'sqlite: desk.db'],
    ['CORS_ORIGINS', 'https://a.example.com,'],
    ['RATE_LIMITS', 'OFF'],
  ])('is named in the error: %s=%j', (name, value) => {
    expect(configError({ [name]: value })).toMatch(new RegExp(`^${name}\\b[^\\n]+$`));
  });

  it.each([
    ['', 'empty'],
    ['secret', 'a single word'],
    ['a'.repeat(31), 'too short'],
    ['a'.repeat(64), 'of low variety'],
    ['abababababababababababababababababab', 'of low variety'],
    ['secret-secret-secret-0123456789-xyz', 'well known'],
    ['changeme-changeme-changeme-0123456789', 'well known'],
    ['your-secret-key-at-least-32-characters', 'well known'],
    [GOOD_SECRET.slice(1), 'one character too short'],
  ])('AU-1 is the secret %j, which is %s', (secret) => {
    expect(configError({ JWT_SECRET: secret })).toMatch(/^JWT_SECRET [^\n]+$/);
  });

  it('AU-1 an error does not repeat the secret', () => {
    expect(configError({ JWT_SECRET: 'hunter2' })).not.toContain('hunter2');
    expect(configError({ JWT_SECRET: GOOD_SECRET })).toBe('nothing');
  });

  it('is in the error with its value on one line, unless it is or may contain a secret', () => {
    expect(configError({ PORT: 'eigh\nty' })).toContain(String.raw`(value: "eigh\nty")`);
    expect(configError({ CORS_ORIGINS: 'x'.repeat(5000) }).length).toBeLessThan(250);
    const secrets = [
      { METRICS_TOKEN: 'hunter2' },
      { DATABASE_URL: 'mysql://sam:hunter2@db.example.com/desk' },
      { PUBLIC_URL: 'https://sam:hunter2@desk.example.com' },
      { CORS_ORIGINS: 'https://sam:hunter2@desk.example.com' },
    ];
    for (const settings of secrets) expect(configError(settings)).toMatch(/^(?!.*hunter2)[A-Z_]+ must /);
  });

  it('RL-4 is RATE_LIMITS=off in production', () => {
    expect(configError({ NODE_ENV: 'production', RATE_LIMITS: 'off' })).toMatch(/^RATE_LIMITS\b/);
  });
});

describe('a failed start', () => {
  it.each<[string, () => Record<string, string> | Promise<Record<string, string>>]>([
    ['TOKEN_TTL', () => ({ TOKEN_TTL: 'soon' })],
    ['DATABASE_URL', () => ({ DATABASE_URL: 'sqlite:/dev/null/desk.db' })],
    ['DATABASE_URL', directoryAsFile],
    ['DATABASE_URL', textFileAsDatabase],
  ])('writes one line that names %s and exits with code 1', async (name, settings) => {
    const { code, stdout, stderr } = await start(await settings());
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^${name}\\b[^\\n]+\\n$`));
  });

  it('names PORT when the port is in use', async () => {
    const first = createServer();
    await new Promise<void>((resolve) => first.listen(0, '127.0.0.1', resolve));
    const { code, stderr } = await start({ PORT: String((first.address() as AddressInfo).port) });
    first.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^PORT\b[^\n]+\n$/);
  });
});

function directoryAsFile() {
  const { file } = createDatabaseFile();
  mkdirSync(file);
  return { DATABASE_URL: `sqlite:${file}` };
}

function textFileAsDatabase() {
  const file = createDatabaseFile().file;
  writeFileSync(file, 'Dear Sir or Madam, this is not a database. '.repeat(100));
  return { DATABASE_URL: `sqlite:${file}` };
}
