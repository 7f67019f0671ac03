import { pino } from 'pino';
import { createApp } from './app.ts';
import { createPasswords } from './auth/passwords.ts';
import { openDemoAccounts, seedDemo } from './cli/demo-data.ts';
import { ConfigError, readConfig, unusableAddress } from './config.ts';
import { lockDatabase } from './db/lock.ts';
import { migrate } from './db/migrate.ts';
import { openDatabase } from './db/orm.ts';
import { createSetupLink, linkTo } from './users/invitations.ts';

// The only file that acts on import: configuration, database, desk, listen, and a graceful stop.

const LONGEST_STOP_MS = 11_000;
// One line a request where machines read them; where a person started the desk, only what they should know.
const level = process.env.LOG_LEVEL ?? (process.env.NODE_ENV === 'production' ? 'info' : 'warn');
const log = pino({ level }, pino.destination(2));
const say = (line: string) => process.stdout.write(`${line}\n`);

async function start(): Promise<void> {
  const config = readConfig(process.env);
  const unlock = lockDatabase(config.databaseFile);
  const orm = await openDatabase(config.databaseFile);
  await migrate(orm);
  const passwords = createPasswords();
  if (config.demo) await seedDemo(orm, passwords);
  const desk = await createApp({ config, orm, passwords, log });

  desk.http.listen(config.port, config.host);
  await new Promise((resolve, reject) => {
    desk.http.once('listening', resolve).once('error', (error) => reject(unusableAddress(error)));
  });
  const url = desk.url();
  const setUp = await createSetupLink(orm.em.fork());
  if (setUp) say(`No agents yet. The first one sets up this desk, once: ${linkTo(url, '/setup', setUp)}`);
  const demo = await openDemoAccounts(orm, passwords);
  if (demo.length > 0) say(`Demo accounts are active: ${demo.join(', ')}`);
  say(`Helpdesk is ready on ${url}`);

  const stop = async () => {
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
    process.once('SIGTERM', () => process.exit(1)).once('SIGINT', () => process.exit(1));
    await desk.close();
    unlock();
    process.exit(0);
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
}

// What nobody expected leaves the process in a state nobody knows: say so and stop. Nothing acknowledged is lost.
process.on('uncaughtException', (err) => {
  log.fatal({ err }, 'uncaught');
  process.exit(1);
});

start().catch((error) => {
  if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
  else log.fatal({ err: error }, 'The desk could not start');
  process.exit(1);
});
