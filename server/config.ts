import { z } from 'zod';

const onOff = z.enum(['on', 'off']).transform((word) => word === 'on');
const count = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be a whole number from ${min} to ${max}`);

/** An address people use: a scheme and a host, nothing behind it, as the desk answers at its root only. */
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

/** How this desk runs, decided once at start. */
export type Config = {
  port: number;
  host: string;
  /** The SQLite file, or null for a desk that lives as long as the process. */
  databaseFile: string | null;
  /** Given, or (undefined) made at the first start and kept beside the database. */
  secret: string | undefined;
  demo: boolean;
  /** Seconds. */
  tokenTtl: number;
  rateLimits: boolean;
  publicUrl: string | undefined;
  /** How many proxies of ours stand in front: that many entries of X-Forwarded-For are believed. */
  trustedProxies: number;
  corsOrigins: readonly string[];
  docs: boolean;
  metrics: boolean;
  production: boolean;
};

/** A setting that cannot work: its message is the one line the start ends with. */
export class ConfigError extends Error {}

export const unusableDatabase = (file: string | null, cause: unknown) =>
  new ConfigError(`DATABASE_URL names ${file}, which cannot be used: ${oneLine(cause)}`);

export const unusableAddress = (cause: unknown) =>
  new ConfigError(`PORT or HOST cannot be used: ${oneLine(cause)}`);

const oneLine = (cause: unknown) =>
  (cause instanceof Error ? cause.message : String(cause)).replace(/\s+/g, ' ');

/** The environment, parsed once. An empty value counts as not given, except for the secret. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.entries(env).filter(([name, value]) => value !== '' || name === 'JWT_SECRET');
  const parsed = Environment.safeParse(Object.fromEntries(given));
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
