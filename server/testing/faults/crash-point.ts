import { ServerResponse } from 'node:http';
import Database from 'better-sqlite3';
import { Socket } from 'engine.io';

// Imported before `main.ts` by a test (`--import`): pulls the plug at one exact place in the life of a marked write.
// The server itself knows nothing of it.

/** Where the process dies. `between-emits` is after the first of several receivers was told. */
export type CrashPoint = 'before-commit' | 'after-commit' | 'before-answer' | 'before-emit' | 'between-emits';
/** A write that says this is the one. */
export const crashMarker = (fault: CrashPoint) => `CRASH-HERE-${fault}`;

// The seam between the environment and its type: only `crash.test.ts` sets it.
const fault = process.env.CRASH_POINT as CrashPoint;
const MARK = crashMarker(fault);
let marked = false;
let told = 0;
const die = (at: CrashPoint) => {
  if (marked && fault === at) process.kill(process.pid, 'SIGKILL');
};

const { prepare } = Database.prototype;
Database.prototype.prepare = function (this: Database.Database, sql: string) {
  const statement: Database.Statement = prepare.call(this, sql);
  const run = statement.run.bind(statement);
  const all = statement.all.bind(statement);
  const notice = (parameters: unknown[]) => {
    if (/^insert/i.test(sql) && JSON.stringify(parameters).includes(MARK)) marked = true;
  };
  statement.run = (...parameters) => {
    notice(parameters);
    if (sql === 'commit') die('before-commit');
    const result = run(...parameters);
    if (sql === 'commit') die('after-commit');
    return result;
  };
  statement.all = (...parameters) => {
    notice(parameters);
    return all(...parameters);
  };
  return statement;
} as typeof prepare;

const { end } = ServerResponse.prototype;
ServerResponse.prototype.end = function (this: ServerResponse, ...rest: unknown[]) {
  if (this.statusCode === 201) die('before-answer');
  return end.apply(this, rest as Parameters<typeof end>);
} as typeof end;

const { write } = Socket.prototype;
Socket.prototype.write = function (this: Socket, data, ...rest) {
  if (String(data).includes(MARK) && String(data).includes('reply.created')) {
    die('before-emit');
    told += 1;
    if (told > 1) die('between-emits');
  }
  return write.call(this, data, ...rest);
};
