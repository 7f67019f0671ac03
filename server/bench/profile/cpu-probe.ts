import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

// Preloaded before `main.ts` (`--import`): the first SIGUSR2 starts a CPU profile, the second writes it to CPU_PROFILE.
// Unlike with `node --cpu-prof`, the start of the server is not part of it.

const SAMPLING_INTERVAL_US = 500;

const session = new Session();
session.connect();
let isRunning = false;

process.on('SIGUSR2', async () => {
  if (isRunning) {
    const { profile } = await session.post('Profiler.stop');
    writeFileSync(process.env.CPU_PROFILE ?? 'profile.cpuprofile', JSON.stringify(profile));
  } else {
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: SAMPLING_INTERVAL_US });
    await session.post('Profiler.start');
  }
  isRunning = !isRunning;
  process.stdout.write(`profile ${isRunning ? 'started' : 'written'}\n`);
});
