import { MikroORM } from '@mikro-orm/postgresql';
import { ConfigError, oneLine } from '../config.ts';
import type { SharedOptions } from './options.ts';
import { PostgresDriver } from './postgres/connection.ts';

/** Above this, requests wait for a free connection. */
const MAX_CONNECTIONS = 10;
/** How long a request waits for a connection; then it is answered with 503. */
const CONNECTION_TIMEOUT_MS = 5000;
const STATEMENT_TIMEOUT_MS = 15_000;
const LOCK_TIMEOUT_MS = 5000;
/** Ends a transaction whose process waits for something else: it holds locks. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000;
/** PostgreSQL 15. */
const MIN_VERSION = 150_000;

type Orm = Awaited<ReturnType<typeof connectLater>>;

/** Connects to a PostgreSQL database with these options of MikroORM and checks that it can be used. */
export async function openPostgres(url: string, options: SharedOptions): Promise<Orm> {
  const orm = await connectLater(url, options);
  try {
    await checkServer(orm);
  } catch (error) {
    await orm.close();
    throw error instanceof ConfigError ? error : unusable(url, error);
  }
  return orm;
}

/** Opens the first connection with the first query. */
export const connectLater = (url: string, options: SharedOptions) =>
  MikroORM.init({
    ...options,
    driver: PostgresDriver,
    clientUrl: url,
    dbName: databaseOf(url),
    discovery: { afterDiscovered: writeBooleansAsNumbers },
    driverOptions: {
      connectionString: url,
      application_name: 'helpdesk',
      max: MAX_CONNECTIONS,
      connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      lock_timeout: LOCK_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
      // A write that was acknowledged is on the disk, whatever the server's default. Compiling a query takes longer than
      // running any of these.
      options: '-c synchronous_commit=on -c jit=off',
      keepAlive: true,
    },
  });

type Discovered = Iterable<{ props: { runtimeType: string; defaultRaw?: string }[] }>;

/** A default `true` cannot stand in a column of numbers. */
function writeBooleansAsNumbers(entities: Discovered): void {
  for (const { props } of entities)
    for (const prop of props)
      if (prop.runtimeType === 'boolean' && prop.defaultRaw)
        prop.defaultRaw = prop.defaultRaw === 'true' ? '1' : '0';
}

const databaseOf = (url: string) => decodeURIComponent(new URL(url).pathname.slice(1));

/** The server of a URL for messages, without the password. */
function nameOf(url: string): string {
  const { hostname, port, searchParams } = new URL(url);
  const host = hostname ? `${hostname}:${port || 5432}` : (searchParams.get('host') ?? 'localhost');
  return `the PostgreSQL database ${databaseOf(url)} at ${host}`;
}

/** Refuses a server that is too old, read-only or without UTF-8. */
async function checkServer(orm: Orm): Promise<void> {
  const [server] = await orm.em.fork().execute<Record<string, string | number>[]>(
    `select current_setting('server_version_num')::int as version, current_setting('server_version') as name,
      current_setting('transaction_read_only') as read_only, current_setting('server_encoding') as encoding,
      has_schema_privilege(current_schema(), 'create')::int as may_create`,
  );
  const problem =
    Number(server?.version) < MIN_VERSION
      ? `its version is ${server?.name}; 15 or later is required`
      : server?.read_only === 'on'
        ? 'it is read-only, such as a replica'
        : server?.encoding !== 'UTF8'
          ? `its encoding is ${server?.encoding}; UTF8 is required`
          : server.may_create !== 1
            ? 'its user may not create tables'
            : null;
  if (problem) throw new Error(problem);
}

const REASONS: Record<string, string> = {
  '28P01': 'the password is wrong',
  '28000': 'the user is not allowed to connect',
  '3D000': 'the database does not exist',
  '08006': 'the server cannot be reached',
  '57P03': 'the server is starting or stopping',
  '53300': 'the server has no free connection',
};

function unusable(url: string, error: unknown): ConfigError {
  const { code = '' } = error as { code?: string };
  const detail = oneLine(error);
  const reason = REASONS[code] ? `${REASONS[code]} (${detail})` : detail;
  return new ConfigError(`DATABASE_URL names ${nameOf(url)}, which cannot be used: ${reason}`);
}
