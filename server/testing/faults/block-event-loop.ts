// Imported before `main.ts` by a test (`--import`): on SIGUSR2 the loop stands still for as long as the test says, and
// tells when it turns again.

const forMs = Number(process.env.BLOCK_MS);
process.on('SIGUSR2', () => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, forMs);
  process.stdout.write('turning again\n');
});
