import { EventEmitter } from 'node:events';
import { readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Server } from 'socket.io';

// Preloaded before `main.ts` by the soak test (`--import`): on SIGUSR2 it collects garbage and writes one line with the
// server's resource counts.

/** Resources in use. Except for the heap, an idle server must return to its initial counts. */
export type ResourceUsage = {
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

function measure(): ResourceUsage {
  // Twice: the first run only queues finalizers, whose objects the second one frees.
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

/** Reads a private field of the limiter, which has no public size. */
const keysOf = (limiter: RateLimiterMemory) =>
  (limiter as unknown as { _memoryStorage: { _storage: Map<string, unknown> } })._memoryStorage._storage.size;

process.on('SIGUSR2', () => process.stdout.write(`resources ${JSON.stringify(measure())}\n`));
