import { pino } from 'pino';
import { type App, createApp } from './app.ts';
import { createPasswords, type Passwords } from './auth/passwords.ts';
import { activeDemoAccounts, seedDemo } from './cli/demo-data.ts';
import { type Config, ConfigError, readConfig, unusableAddress } from './config.ts';
import { migrate } from './db/migrate.ts';
import { prepareAlone } from './db/nodes.ts';
import { type Orm, openDatabase } from './db/orm.ts';
import { createPrivateFiles, warningOfReadableFiles } from './db/sqlite/file-modes.ts';
import { noDatabaseFiles, watchDatabaseFiles } from './db/sqlite/file-watch.ts';
import { lockDatabase } from './db/sqlite/lock.ts';
import { realDatabaseFile } from './db/sqlite/real-path.ts';
import { asUnusableDatabase } from './db/sqlite/storage-failure.ts';
import { createSetupLink, linkTo } from './users/invitations.ts';

// Entry point: reads the configuration, opens the database, starts the server and stops it gracefully.

const MAX_STOP_MS = 11_000;
/** Time for the 503 responses and for the readiness probe, after a database file was deleted or replaced. */
const LOST_FILE_EXIT_MS = 500;
const log = pino({ level: 'warn' }, pino.destination(2));
const print = (line: string) => process.stdout.write(`${line}\n`);

async function start(): Promise<void> {
  createPrivateFiles();
  const settings = readConfig(process.env);
  log.level = settings.logLevel;
  const config = { ...settings, databaseFile: realDatabaseFile(settings.databaseFile) };
  const unlock = lockDatabase(config.databaseFile);
  try {
    const { app, passwords } = await open(config, settings.databaseFile);
    await listen(app, config);
    await announce(app, config, passwords);
    stopOnSignal(app, unlock);
  } catch (error) {
    throw asUnusableDatabase(config.databaseFile, error);
  }
}

type Opened = { app: App; passwords: Passwords };

/** Opens the database and composes the app. `configured` is the database's path as in DATABASE_URL. */
async function open(config: Config, configured: string | null): Promise<Opened> {
  const { databaseFile } = config;
  const orm = await openDatabase(databaseFile, config.postgresUrl);
  const databaseFiles =
    databaseFile && configured
      ? watchDatabaseFiles(databaseFile, configured, (path) => exitWithoutFile(orm, path))
      : noDatabaseFiles;
  const passwords = createPasswords();
  await prepareAlone(orm, async () => {
    await migrate(orm);
    if (config.demo) await seedDemo(orm, passwords);
  });
  const app = await createApp({ config, orm, passwords, log, databaseFiles });
  return { app, passwords };
}

async function listen(app: App, config: Config): Promise<void> {
  app.http.listen(config.port, config.host);
  await new Promise((resolve, reject) => {
    app.http.once('listening', resolve).once('error', (error) => reject(unusableAddress(error)));
  });
}

async function announce(app: App, config: Config, passwords: Passwords): Promise<void> {
  const warning = warningOfReadableFiles(config.databaseFile);
  if (warning) log.warn(warning);
  const setupToken = await createSetupLink(app.orm.em.fork());
  if (setupToken)
    print(
      `There are no agents yet. Create the first one with this single-use link: ${linkTo(app.url(), '/setup', setupToken)}`,
    );
  const demo = await activeDemoAccounts(app.orm, passwords);
  if (demo.length > 0) print(`Demo accounts are active: ${demo.join(', ')}`);
  if (config.publicUrl) print(`PUBLIC_URL is ${config.publicUrl}`);
  // The last line at start: scripts read the address from it.
  print(`Helpdesk is ready on ${app.localUrl()}`);
}

function stopOnSignal(app: App, unlock: () => void): void {
  const stop = async () => {
    setTimeout(() => process.exit(1), MAX_STOP_MS).unref();
    process.once('SIGTERM', () => process.exit(1)).once('SIGINT', () => process.exit(1));
    await app.close();
    unlock();
    process.exit(0);
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
}

/** Ends the process: from now on no write is acknowledged, and none would be found after a restart. */
function exitWithoutFile(orm: Orm, path: string): void {
  log.fatal(
    { file: path },
    `${path} was deleted or replaced while the server was running. The server stops.`,
  );
  // Moves earlier writes from the write-ahead log into the database that this process has open: if only the log was
  // deleted, or the database was moved, they are kept; and no log remains to be applied to a file put in its place.
  orm.em
    .fork()
    .execute('pragma wal_checkpoint(truncate)')
    .catch((err) => log.error({ err }, 'The write-ahead log could not be copied into the database'));
  setTimeout(() => process.exit(1), LOST_FILE_EXIT_MS);
}

// After an unexpected error the process state is undefined: log and exit. Acknowledged writes are already committed.
process.on('uncaughtException', (err) => {
  log.fatal({ err }, 'Uncaught exception');
  process.exit(1);
});

start().catch((error) => {
  if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
  else log.fatal({ err: error }, 'The server could not start');
  process.exit(1);
});
