import { pino } from 'pino';
import { createApp } from './app.ts';
import { createPasswords } from './auth/passwords.ts';
import { activeDemoAccounts, seedDemo } from './cli/demo-data.ts';
import { ConfigError, readConfig, unusableAddress } from './config.ts';
import { lockDatabase } from './db/lock.ts';
import { migrate } from './db/migrate.ts';
import { openDatabase } from './db/orm.ts';
import { createSetupLink, linkTo } from './users/invitations.ts';

// Entry point: reads the configuration, opens the database, starts the server and stops it gracefully.

const MAX_STOP_MS = 11_000;
// Production logs every request; elsewhere only warnings and errors.
const level = process.env.LOG_LEVEL ?? (process.env.NODE_ENV === 'production' ? 'info' : 'warn');
const log = pino({ level }, pino.destination(2));
const print = (line: string) => process.stdout.write(`${line}\n`);

async function start(): Promise<void> {
  const config = readConfig(process.env);
  const unlock = lockDatabase(config.databaseFile);
  const orm = await openDatabase(config.databaseFile);
  await migrate(orm);
  const passwords = createPasswords();
  if (config.demo) await seedDemo(orm, passwords);
  const app = await createApp({ config, orm, passwords, log });

  app.http.listen(config.port, config.host);
  await new Promise((resolve, reject) => {
    app.http.once('listening', resolve).once('error', (error) => reject(unusableAddress(error)));
  });
  const url = app.url();
  const setupToken = await createSetupLink(orm.em.fork());
  if (setupToken)
    print(
      `There are no agents yet. Create the first one with this single-use link: ${linkTo(url, '/setup', setupToken)}`,
    );
  const demo = await activeDemoAccounts(orm, passwords);
  if (demo.length > 0) print(`Demo accounts are active: ${demo.join(', ')}`);
  print(`Helpdesk is ready on ${url}`);

  const stop = async () => {
    setTimeout(() => process.exit(1), MAX_STOP_MS).unref();
    process.once('SIGTERM', () => process.exit(1)).once('SIGINT', () => process.exit(1));
    await app.close();
    unlock();
    process.exit(0);
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
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
