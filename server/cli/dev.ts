import { spawn } from 'node:child_process';

// `npm run dev`: the API, started anew after each change, and the client with hot modules. One ends, both end.
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
