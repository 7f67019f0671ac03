import Database from 'better-sqlite3';

// Run by a test as a separate process: holds a write lock on a database file for some time, then exits.

const [file = '', durationMs] = process.argv.slice(2);
const db = new Database(file, { timeout: 5000 });
db.exec('begin immediate');
process.stdout.write('locked\n');
setTimeout(() => db.close(), Number(durationMs));
