import Database from 'better-sqlite3';

// Preloaded before `main.ts` (`--import`): counts SQL statements. On SIGUSR2 it writes one line with the counts since the
// last signal.

const counts = { prepared: 0, executed: 0 };

const { prepare } = Database.prototype;
Database.prototype.prepare = function (this: Database.Database, sql: string) {
  counts.prepared += 1;
  return prepare.call(this, sql);
} as typeof prepare;

const statement = Object.getPrototypeOf(new Database(':memory:').prepare('select 1'));
counts.prepared = 0;
for (const name of ['run', 'get', 'all', 'iterate']) {
  const execute = statement[name];
  statement[name] = function (this: unknown, ...values: unknown[]) {
    counts.executed += 1;
    return execute.apply(this, values);
  };
}

process.on('SIGUSR2', () => {
  process.stdout.write(`statements ${JSON.stringify(counts)}\n`);
  Object.assign(counts, { prepared: 0, executed: 0 });
});
