import { spawn } from 'node:child_process';

// `npm run dev`: runs the API with a restart after each change and the Vite dev server. When one exits, both stop.
const run = (...command: string[]) => spawn(command[0] ?? '', command.slice(1), { stdio: 'inherit' });
const processes = [
  run(process.execPath, '--watch', '--watch-preserve-output', 'server/main.ts'),
  run('vite'),
];

const stop = () => {
  for (const child of processes) child.kill();
};
for (const child of processes) child.once('exit', stop);
process.once('SIGINT', stop).once('SIGTERM', stop);
