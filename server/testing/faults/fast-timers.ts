import { Server } from 'node:http';

// Preloaded before `main.ts` by a test (`--import`): divides the HTTP server's timeouts by TIMEOUT_DIVISOR.

const divisor = Number(process.env.TIMEOUT_DIVISOR);

const { listen } = Server.prototype;
Server.prototype.listen = function (
  this: Server & { connectionsCheckingInterval: number },
  ...rest: never[]
) {
  this.headersTimeout /= divisor;
  this.requestTimeout /= divisor;
  // A property of Node's server that is missing in its types.
  this.connectionsCheckingInterval /= divisor;
  return Reflect.apply(listen, this, rest);
} as typeof listen;
