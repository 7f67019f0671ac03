import Database from 'better-sqlite3';

// Preloaded before `main.ts` by a test (`--import`): kills the process during a migration, right before the statement
// that starts with CRASH_BEFORE_STATEMENT.

const STATEMENT_START = process.env.CRASH_BEFORE_STATEMENT ?? '(none)';
let migrating = false;

const { prepare } = Database.prototype;
Database.prototype.prepare = function (this: Database.Database, sql: string) {
  if (migrating && sql.startsWith(STATEMENT_START)) process.kill(process.pid, 'SIGKILL');
  // Only a migration opens a nested transaction during the start.
  if (sql.startsWith('savepoint')) migrating = true;
  return prepare.call(this, sql);
} as typeof prepare;
