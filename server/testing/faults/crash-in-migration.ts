import Database from 'better-sqlite3';

// Imported before `main.ts` by a test (`--import`): pulls the plug while the schema changes, right before the statement
// that begins with these words.

const WORDS = process.env.CRASH_BEFORE_STATEMENT ?? 'nothing';
let migrating = false;

const { prepare } = Database.prototype;
Database.prototype.prepare = function (this: Database.Database, sql: string) {
  if (migrating && sql.startsWith(WORDS)) process.kill(process.pid, 'SIGKILL');
  // A migration's own part of the transaction: nothing else of a start nests one.
  if (sql.startsWith('savepoint')) migrating = true;
  return prepare.call(this, sql);
} as typeof prepare;
