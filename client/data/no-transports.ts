/**
 * Stands in the build for engine.io-client's table of all transports (see `vite.config.ts`): `wire.ts` hands over those
 * it wants, so that the others are not loaded by everybody.
 */
export const transports = {};
