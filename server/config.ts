import { z } from 'zod';

declare module 'zod' {
  interface GlobalMeta {
    /** What the document shows as the default of a setting that can stay unset. */
    unset?: string;
  }
}

const onOff = z.enum(['on', 'off'], 'must be on or off').transform((value) => value === 'on');
const count = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be a whole number from ${min} to ${max}`);

/** A scheme and a host without a path: the server runs only at the root. */
const origin = z.string().transform((text, ctx) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin;
  ctx.addIssue({ code: 'custom', message: 'must be an http(s) address without a path' });
  return z.NEVER;
});

const KNOWN_SECRETS = /^(secret|changeme|password|your[-_ ]?secret|jwt[-_ ]?secret|example)/i;
const secret = z
  .string()
  .min(32, 'must have at least 32 characters')
  .refine((text) => new Set(text).size >= 10 && !KNOWN_SECRETS.test(text), 'is too easy to guess');

/** Why this text cannot be the secret; undefined if it can. Also for a secret read from a file. */
export const secretProblem = (text: string) => secret.safeParse(text).error?.issues[0]?.message;

/** Prometheus sends it in a header, so it consists of visible ASCII characters. */
const bearerToken = z
  .string()
  .regex(/^[!-~]{16,}$/, 'must have at least 16 characters, ASCII without spaces');

/** A typing error here would add the demo accounts to a database in production. */
const nodeEnv = z
  .string()
  .refine((text) => text === 'production' || !/^\s*prod/i.test(text), 'must be production, in this spelling');

/** A database in memory or a SQLite file, or a PostgreSQL database. */
type Database = { file: string | null; postgresUrl: undefined } | { file: null; postgresUrl: string };

const database = z.string().transform((url, ctx): Database => {
  if (url === 'sqlite::memory:') return { file: null, postgresUrl: undefined };
  const file = /^sqlite:(.+)$/.exec(url)?.[1];
  // SQLite treats names with `:` in front specially; a misspelled `sqlite::memory:` is one of them.
  if (file && file.trim() === file && !file.startsWith(':') && !file.includes('\0'))
    return { file, postgresUrl: undefined };
  if (isPostgresUrl(url)) return { file: null, postgresUrl: url };
  ctx.addIssue({
    code: 'custom',
    message: 'must be sqlite:<file>, sqlite::memory: or postgres://<user>:<password>@<host>/<database>',
  });
  return z.NEVER;
});

function isPostgresUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && /^postgres(ql)?:$/.test(url.protocol) && /^\/[^/]+$/.test(url.pathname);
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** The settings. `npm run docs` writes their descriptions and defaults into docs/operations.md. */
export const Environment = z.object({
  NODE_ENV: nodeEnv.optional().meta({
    description:
      '`production`: no demo data by default, every request is logged, rate limits cannot be switched off.',
  }),
  PORT: count(0, 65_535).prefault('8000').meta({
    description: 'The port; `0` chooses a free one. The start prints the address.',
  }),
  HOST: z.string().default('127.0.0.1').meta({ description: 'The address to listen on.' }),
  DATABASE_URL: database.prefault('sqlite:./data/helpdesk.db').meta({
    description: '`sqlite:<file>`, or `sqlite::memory:` for a database that ends with the process.',
  }),
  JWT_SECRET: secret.optional().meta({
    unset: 'generated',
    description:
      'The key that signs access tokens: at least 32 characters, not easy to guess. Not set: see *Files*.',
  }),
  SEED: z.enum(['demo', 'none'], 'must be demo or none').optional().meta({
    unset: '`demo`, in production `none`',
    description: '`demo` adds demo accounts and tickets to an empty database.',
  }),
  TOKEN_TTL: count(1, 86_400)
    .prefault('900')
    .meta({ description: 'The lifetime of an access token in seconds.' }),
  RATE_LIMITS: onOff.prefault('on').meta({ description: '`off` for load tests. Refused in production.' }),
  PUBLIC_URL: origin.optional().meta({
    description: 'The address that users open, without a path. With https: Secure cookies and HSTS.',
  }),
  TRUST_PROXY: count(0, 10).prefault('0').meta({
    description:
      'The number of reverse proxies in front: that many entries of `X-Forwarded-For` are trusted.',
  }),
  CORS_ORIGINS: z
    .string()
    .transform((list) => list.split(',').map((item) => item.trim()))
    .pipe(z.array(origin))
    .optional()
    .meta({
      unset: 'none',
      description: 'Other origins that may use the API from a browser, separated by commas.',
    }),
  DOCS: onOff.prefault('on').meta({ description: '`off` removes `/docs` and `/openapi.json`.' }),
  METRICS: onOff.prefault('off').meta({
    description: '`on` serves `/metrics` for Prometheus; see *Metrics*.',
  }),
  METRICS_TOKEN: bearerToken.optional().meta({
    description: 'The Bearer token of `/metrics`: at least 16 ASCII characters without spaces.',
  }),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`)
    .optional()
    .meta({
      unset: '`warn`, in production `info`',
      description: 'The level of the log: `trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`.',
    }),
});

/** The configuration, read once at start. */
export type Config = {
  port: number;
  host: string;
  /** The SQLite file; null for a database in memory and for PostgreSQL. */
  databaseFile: string | null;
  /** The PostgreSQL database; undefined for SQLite. It may contain a password. */
  postgresUrl: string | undefined;
  /** The JWT secret. Undefined: generated at the first start and stored beside the SQLite file. */
  secret: string | undefined;
  demo: boolean;
  /** The lifetime of an access token, in seconds. */
  tokenTtl: number;
  rateLimits: boolean;
  publicUrl: string | undefined;
  /** The number of reverse proxies: that many entries of X-Forwarded-For are trusted. */
  trustedProxies: number;
  corsOrigins: readonly string[];
  docs: boolean;
  metrics: boolean;
  /** The bearer token for /metrics. Undefined: only this machine may read them. */
  metricsToken: string | undefined;
  logLevel: (typeof LOG_LEVELS)[number];
  production: boolean;
};

/** An invalid setting. The start prints its message and exits. */
export class ConfigError extends Error {}

export const unusableDatabase = (file: string | null, cause: unknown) =>
  new ConfigError(`DATABASE_URL names ${file}, which cannot be used: ${oneLine(cause)}`);

export const unusableAddress = (cause: unknown) =>
  new ConfigError(`PORT or HOST cannot be used: ${oneLine(cause)}`);

/** The message of an error as one line. */
export const oneLine = (cause: unknown) =>
  (cause instanceof Error ? cause.message : String(cause)).replace(/\s+/g, ' ');

/** The value for an error message, unless it is a secret or may contain a password (`https://user:password@host`). */
function shownValue(name: string, value = ''): string {
  if (['JWT_SECRET', 'METRICS_TOKEN'].includes(name) || value.includes('@')) return '';
  return ` (value: ${JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value)})`;
}

/** Parses the environment. An empty value counts as unset, except for the secret. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const set = Object.entries(env).filter(([name, value]) => value !== '' || name === 'JWT_SECRET');
  const parsed = Environment.safeParse(Object.fromEntries(set));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = String(issue?.path[0]);
    throw new ConfigError(`${name} ${issue?.message}${shownValue(name, env[name])}`);
  }
  const e = parsed.data;
  const production = e.NODE_ENV === 'production';
  if (production && !e.RATE_LIMITS) throw new ConfigError('RATE_LIMITS must not be off in production');
  // Nodes must share it, and there is no file to store it beside.
  if (e.DATABASE_URL.postgresUrl !== undefined && e.JWT_SECRET === undefined)
    throw new ConfigError('JWT_SECRET must be set if DATABASE_URL names a PostgreSQL database');
  return {
    port: e.PORT,
    host: e.HOST,
    databaseFile: e.DATABASE_URL.file,
    postgresUrl: e.DATABASE_URL.postgresUrl,
    secret: e.JWT_SECRET,
    demo: (e.SEED ?? (production ? 'none' : 'demo')) === 'demo',
    tokenTtl: e.TOKEN_TTL,
    rateLimits: e.RATE_LIMITS,
    publicUrl: e.PUBLIC_URL,
    trustedProxies: e.TRUST_PROXY,
    corsOrigins: e.CORS_ORIGINS ?? [],
    docs: e.DOCS,
    metrics: e.METRICS,
    metricsToken: e.METRICS_TOKEN,
    // Production logs every request; elsewhere only warnings and errors.
    logLevel: e.LOG_LEVEL ?? (production ? 'info' : 'warn'),
    production,
  };
}
