import Database from 'better-sqlite3';

// Run by a test as a process of its own: locks a database against all writers for some time, then lets go and ends.

const [file = '', forMs] = process.argv.slice(2);
const db = new Database(file, { timeout: 5000 });
db.exec('begin immediate');
process.stdout.write('locked\n');
setTimeout(() => db.close(), Number(forMs));
