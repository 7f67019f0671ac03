// Stands in the build for parts of Socket.IO's client that nobody here needs (`vite.config.ts` says for which), so that
// nobody loads them: transports that `wire.ts` does not hand over itself, and binary messages, as all of ours are JSON.

export const transports = {};

export const isBinary = (): boolean => false;
export const hasBinary = isBinary;

const noBinary = (): never => {
  throw new Error('Messages are JSON.');
};

export { noBinary as decode, noBinary as deconstructPacket, noBinary as reconstructPacket };
