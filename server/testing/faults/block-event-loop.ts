// Preloaded before `main.ts` by a test (`--import`): on SIGUSR2 it blocks the event loop for BLOCK_MS milliseconds,
// then writes "event loop resumed".

const BLOCK_MS = Number(process.env.BLOCK_MS);
process.on('SIGUSR2', () => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BLOCK_MS);
  process.stdout.write('event loop resumed\n');
});
