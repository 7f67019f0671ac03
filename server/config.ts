import { z } from 'zod';

const onOff = z.enum(['on', 'off']).transform((value) => value === 'on');
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

const database = z.string().transform((url, ctx) => {
  if (url === 'sqlite::memory:') return { file: null };
  const file = /^sqlite:(.+)$/.exec(url)?.[1];
  if (file) return { file };
  ctx.addIssue({ code: 'custom', message: 'must be sqlite:<file> or sqlite::memory:' });
  return z.NEVER;
});

const Environment = z.object({
  NODE_ENV: z.string().optional(),
  PORT: count(0, 65_535).prefault('8000'),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: database.prefault('sqlite:./data/helpdesk.db'),
  JWT_SECRET: secret.optional(),
  SEED: z.enum(['demo', 'none'], 'must be demo or none').optional(),
  TOKEN_TTL: count(1, 86_400).prefault('900'),
  RATE_LIMITS: onOff.prefault('on'),
  PUBLIC_URL: origin.optional(),
  TRUST_PROXY: count(0, 10).prefault('0'),
  CORS_ORIGINS: z
    .string()
    .transform((list) => list.split(',').map((item) => item.trim()))
    .pipe(z.array(origin))
    .optional(),
  DOCS: onOff.prefault('on'),
  METRICS: onOff.prefault('off'),
});

/** The configuration, read once at start. */
export type Config = {
  port: number;
  host: string;
  /** The SQLite file; null for a database in memory. */
  databaseFile: string | null;
  /** The JWT secret. Undefined: generated at the first start and stored beside the database. */
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
  production: boolean;
};

/** An invalid setting. The start prints its message and exits. */
export class ConfigError extends Error {}

export const unusableDatabase = (file: string | null, cause: unknown) =>
  new ConfigError(`DATABASE_URL names ${file}, which cannot be used: ${oneLine(cause)}`);

export const unusableAddress = (cause: unknown) =>
  new ConfigError(`PORT or HOST cannot be used: ${oneLine(cause)}`);

const oneLine = (cause: unknown) =>
  (cause instanceof Error ? cause.message : String(cause)).replace(/\s+/g, ' ');

/** Parses the environment. An empty value counts as unset, except for the secret. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const set = Object.entries(env).filter(([name, value]) => value !== '' || name === 'JWT_SECRET');
  const parsed = Environment.safeParse(Object.fromEntries(set));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigError(`${issue?.path.join('.')} ${issue?.message}`);
  }
  const e = parsed.data;
  const production = e.NODE_ENV === 'production';
  if (production && !e.RATE_LIMITS) throw new ConfigError('RATE_LIMITS must not be off in production');
  return {
    port: e.PORT,
    host: e.HOST,
    databaseFile: e.DATABASE_URL.file,
    secret: e.JWT_SECRET,
    demo: (e.SEED ?? (production ? 'none' : 'demo')) === 'demo',
    tokenTtl: e.TOKEN_TTL,
    rateLimits: e.RATE_LIMITS,
    publicUrl: e.PUBLIC_URL,
    trustedProxies: e.TRUST_PROXY,
    corsOrigins: e.CORS_ORIGINS ?? [],
    docs: e.DOCS,
    metrics: e.METRICS,
    production,
  };
}
