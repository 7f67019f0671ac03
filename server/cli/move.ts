import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ConfigError, oneLine, readConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { openDatabase } from '../db/orm.ts';
import { lockDatabase } from '../db/sqlite/lock.ts';
import { realDatabaseFile } from '../db/sqlite/real-path.ts';
import { exitWithError } from './exit-with-error.ts';
import { countSteps, moveData } from './move/move-data.ts';
import { createProgress, formatCount } from './progress.ts';

// `npm run move -- --to postgres://…`: copies the SQLite database in DATABASE_URL to PostgreSQL and compares both. The
// server must be stopped. An interrupted move goes on when it is repeated.

const USAGE = `npm run move -- --to postgres://<user>:<password>@<host>/<database>

Copies the SQLite database in DATABASE_URL, with the numbers of its events, to an empty PostgreSQL database. Stop the
server first. Repeat the command to continue an interrupted move.`;

function readTarget(): string {
  try {
    const { values } = parseArgs({ options: { to: { type: 'string' } } });
    if (values.to && /^postgres(ql)?:\/\//.test(values.to)) return values.to;
  } catch (error) {
    throw new ConfigError(`${oneLine(error)}\n\n${USAGE}`);
  }
  throw new ConfigError(USAGE);
}

async function move(): Promise<void> {
  const url = readTarget();
  const { databaseFile } = readConfig(process.env);
  const file = databaseFile === null ? null : realDatabaseFile(databaseFile);
  if (file === null || !existsSync(file))
    throw new ConfigError('DATABASE_URL must name an existing SQLite file');
  const unlock = lockDatabase(file);
  const source = await openDatabase(file);
  try {
    await migrate(source);
    const target = await openDatabase(null, url);
    try {
      await migrate(target);
      const progress = createProgress('steps', await countSteps(source));
      const moved = await moveData(source, target, progress.show);
      progress.end();
      for (const { table, rows } of moved) print(`${formatCount(rows).padStart(12)}  ${table}`);
      print(`All rows are equal. Start the server with the new DATABASE_URL and JWT_SECRET; with the content of
${file}.secret as JWT_SECRET users stay signed in.`);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
    unlock();
  }
}

const print = (line: string) => process.stdout.write(`${line}\n`);

move().catch(exitWithError);
