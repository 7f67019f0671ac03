// Stands in the build for parts of Socket.IO's client that nobody here needs (`vite.config.ts` says for which), so that
// nobody loads them.

/** Transports: `wire.ts` hands over those it wants. */
export const transports = {};

/** Binary messages: all of ours are JSON. */
export const isBinary = (): boolean => false;
export const hasBinary = isBinary;
const noBinary = (): never => {
  throw new Error('Messages are JSON.');
};

export { noBinary as decode, noBinary as deconstructPacket, noBinary as reconstructPacket };

/** Reading an address: our browsers can do that. The parts that the client looks at, in its words. */
export function parse(address: string) {
  const { protocol, hostname, port, pathname: path } = new URL(address);
  return {
    source: address,
    protocol: protocol.slice(0, -1),
    host: hostname.replace(/[[\]]/g, ''),
    port,
    path,
  };
}
