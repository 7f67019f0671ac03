import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runBenchmark } from './benchmark.ts';
import { measureLive } from './live.ts';
import { measureNodes } from './nodes.ts';
import { describeMachine, writeResults } from './output.ts';
import { profile } from './profile/profile.ts';

// `npm run bench`: everything that is measured, as one command. See USAGE.

const USAGE = `npm run bench -- [command] [options]

(none)    Measures the product against a bare server and prints a table with the targets.
          --quick            about a minute, with 5000 tickets
          --size 1000,10000  database sizes: the largest gives the table, all of them the plot of growth
live      Measures how long an event takes from the request to the other side.
          --sockets 200 --writers 8 --rate 25 --seconds 10 --nodes 1 --json
nodes     The same on SQLite, and on PostgreSQL with one node and with two. Needs PostgreSQL.
profile   Shows where the CPU time of each kind of request goes, and its SQL statements.
          --seconds 5 --size 10000
paint     Measures how long a key press and a first visit take to paint. Needs Chromium.
morning   Lets an agent work 20 tickets by keyboard alone, and fails if the list loses its place. Needs Chromium.
soak      Runs minutes of users who come and go, and fails if the server keeps resources: soak 10

--out data/bench     the folder for plots and JSON
`;

const ROOT = path.join(import.meta.dirname, '../..');
const QUICK_SIZE = '5000';
const FULL_SIZE = '100000';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    size: { type: 'string' },
    sockets: { type: 'string', default: '200' },
    writers: { type: 'string', default: '8' },
    rate: { type: 'string', default: '25' },
    seconds: { type: 'string' },
    nodes: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    out: { type: 'string', default: path.join('data', 'bench') },
    help: { type: 'boolean', default: false },
  },
});

async function main([command = 'all', ...rest]: string[]): Promise<void> {
  if (options.help) return void process.stdout.write(USAGE);
  switch (command) {
    case 'all':
      return benchmark();
    case 'live':
      await build();
      return measureLive({
        sockets: numberOf('sockets', options.sockets),
        writers: numberOf('writers', options.writers),
        rate: numberOf('rate', options.rate),
        seconds: numberOf('seconds', options.seconds ?? '10'),
        nodes: numberOf('nodes', options.nodes),
        json: options.json,
        folder: options.out,
      });
    case 'nodes':
      return measureNodes(options.json);
    case 'profile':
      return profile(numberOf('size', options.size ?? '10000'), numberOf('seconds', options.seconds ?? '5'));
    case 'paint':
      await build();
      return runScript('client/bench/input-latency.ts', options.json ? ['--json'] : []);
    case 'morning':
      await build();
      return runScript('client/bench/keyboard-morning.ts', []);
    case 'soak':
      return runScript('server/bench/soak/soak.ts', rest);
    default:
      throw new Error(`Unknown command: ${command}\n\n${USAGE}`);
  }
}

async function benchmark(): Promise<void> {
  const sizes = (options.size ?? (options.quick ? QUICK_SIZE : FULL_SIZE))
    .split(',')
    .map((size) => numberOf('size', size));
  await build();
  const before = describeMachine();
  const results = await runBenchmark(sizes, options.quick);
  writeResults(options.out, results, { sizes, isQuick: options.quick, before });
  // A missed target is a result, not an error.
  if (results.errors.length > 0) process.exitCode = 1;
}

function numberOf(name: string, text: string): number {
  const number = Number(text);
  if (Number.isFinite(number) && number > 0) return number;
  throw new Error(`--${name} must be a number above 0 (value: ${text})`);
}

/** The product is measured as it runs after `npm run build`. */
async function build(): Promise<void> {
  process.stderr.write('Building …\n');
  await runScript('server/cli/build.ts', []);
  await runScript('node_modules/vite/bin/vite.js', ['build', '--logLevel', 'warn']);
}

/** Runs a script of its own, and ends with its exit code if it fails. */
async function runScript(script: string, args: string[]): Promise<void> {
  const child = spawn(process.execPath, [path.join(ROOT, script), ...args], { cwd: ROOT, stdio: 'inherit' });
  process.once('exit', () => child.kill());
  const [code] = await once(child, 'exit');
  if (code !== 0) process.exit(code ?? 1);
}

main(positionals).catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
});
