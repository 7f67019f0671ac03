import { EventEmitter } from 'node:events';
import { readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Server } from 'socket.io';

// Imported before `main.ts` by the soak (`--import`): on SIGUSR2 says in one line what the server holds on to, after a
// thorough collection of garbage. The server itself knows nothing of it.

/** What a server at rest must not have more of than it had before people came. */
export type Inside = {
  heapMb: number;
  sockets: number;
  rooms: number;
  listeners: number;
  timers: number;
  files: number;
  limiterKeys: number;
};

let io: Server | undefined;
const limiters = new Set<RateLimiterMemory>();

const { attach } = Server.prototype;
Server.prototype.attach = function (this: Server, ...rest) {
  io = this;
  return attach.apply(this, rest);
};
const { consume } = RateLimiterMemory.prototype;
RateLimiterMemory.prototype.consume = function (this: RateLimiterMemory, ...rest) {
  limiters.add(this);
  return consume.apply(this, rest);
};

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

function look(): Inside {
  // Twice: the first lets go of what only finalizers held.
  for (let i = 0; i < 2; i += 1) collectGarbage();
  const { adapter } = io?.of('/') ?? {};
  return {
    heapMb: process.memoryUsage().heapUsed / 2 ** 20,
    sockets: io?.engine.clientsCount ?? 0,
    rooms: (adapter?.rooms.size ?? 0) + (adapter?.sids.size ?? 0),
    listeners: [process, io?.httpServer, io?.engine, io?.of('/'), adapter].reduce(
      (sum, emitter) => sum + (emitter instanceof EventEmitter ? listenersOf(emitter) : 0),
      0,
    ),
    timers: process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length,
    files: readdirSync('/proc/self/fd').length,
    limiterKeys: [...limiters].reduce((sum, limiter) => sum + keysOf(limiter), 0),
  };
}

const listenersOf = (emitter: EventEmitter) =>
  emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0);

/** The seam into the limiter's memory, which has no public size. */
const keysOf = (limiter: RateLimiterMemory) =>
  (limiter as unknown as { _memoryStorage: { _storage: Map<string, unknown> } })._memoryStorage._storage.size;

process.on('SIGUSR2', () => process.stdout.write(`inside ${JSON.stringify(look())}\n`));
