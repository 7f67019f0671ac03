import { ServerResponse } from 'node:http';
import Database from 'better-sqlite3';
import { Socket } from 'engine.io';

// Preloaded before `main.ts` by a test (`--import`): kills the process at CRASH_POINT while it handles the write whose
// text contains the crash marker.

/** Where the process is killed. `between-emits` is after the first of several sockets received the event. */
export type CrashPoint = 'before-commit' | 'after-commit' | 'before-answer' | 'before-emit' | 'between-emits';
/** The text that marks the write during which to crash. */
export const crashMarker = (crashPoint: CrashPoint) => `CRASH-HERE-${crashPoint}`;

// Only `crash-recovery.test.ts` sets this variable.
const crashPoint = process.env.CRASH_POINT as CrashPoint;
const MARK = crashMarker(crashPoint);
let marked = false;
let emits = 0;
const crash = (at: CrashPoint) => {
  if (marked && crashPoint === at) process.kill(process.pid, 'SIGKILL');
};

const { prepare } = Database.prototype;
Database.prototype.prepare = function (this: Database.Database, sql: string) {
  const statement: Database.Statement = prepare.call(this, sql);
  const run = statement.run.bind(statement);
  const all = statement.all.bind(statement);
  const detectMarker = (parameters: unknown[]) => {
    if (/^insert/i.test(sql) && JSON.stringify(parameters).includes(MARK)) marked = true;
  };
  statement.run = (...parameters) => {
    detectMarker(parameters);
    if (sql === 'commit') crash('before-commit');
    const result = run(...parameters);
    if (sql === 'commit') crash('after-commit');
    return result;
  };
  statement.all = (...parameters) => {
    detectMarker(parameters);
    return all(...parameters);
  };
  return statement;
} as typeof prepare;

const { end } = ServerResponse.prototype;
ServerResponse.prototype.end = function (this: ServerResponse, ...rest: unknown[]) {
  if (this.statusCode === 201) crash('before-answer');
  return end.apply(this, rest as Parameters<typeof end>);
} as typeof end;

const { write } = Socket.prototype;
Socket.prototype.write = function (this: Socket, data, ...rest) {
  if (String(data).includes(MARK) && String(data).includes('reply.created')) {
    crash('before-emit');
    emits += 1;
    if (emits > 1) crash('between-emits');
  }
  return write.call(this, data, ...rest);
};
