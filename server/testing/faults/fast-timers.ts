import { Server } from 'node:http';

// Imported before `main.ts` by a test (`--import`): the server loses its patience with slow requests `TIMEOUT_DIVISOR` times as
// soon as it is told to.

const faster = Number(process.env.TIMEOUT_DIVISOR);

const { listen } = Server.prototype;
Server.prototype.listen = function (
  this: Server & { connectionsCheckingInterval: number },
  ...rest: never[]
) {
  this.headersTimeout /= faster;
  this.requestTimeout /= faster;
  // Node keeps it where it keeps the others, but its types do not tell.
  this.connectionsCheckingInterval /= faster;
  return Reflect.apply(listen, this, rest);
} as typeof listen;
