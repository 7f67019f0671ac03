import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { createProgress } from '../cli/progress.ts';
import { createTemplate } from '../testing/postgres-cluster.ts';
import { startPostgres } from '../testing/postgres-server.ts';
import type { LiveResult } from './live.ts';

const MAIN = path.join(import.meta.dirname, 'main.ts');
/** As durable as SQLite with `synchronous = full`. */
const DURABLE = { fsync: 'on', full_page_writes: 'on' };

/** Measures push and writes on SQLite, and on PostgreSQL with one node and with two. */
export async function measureNodes(json: boolean): Promise<void> {
  const postgres = await startPostgres(DURABLE);
  try {
    await createTemplate(postgres.url);
    const onPostgres = { TEST_DATABASE: 'postgres', TEST_POSTGRES_URL: postgres.url };
    const setups = [
      { name: 'SQLite', nodes: 1, env: {} },
      { name: 'PostgreSQL, one node', nodes: 1, env: onPostgres },
      { name: 'PostgreSQL, two nodes', nodes: 2, env: onPostgres },
    ];
    const progress = createProgress('steps', setups.length);
    const results: { name: string; result: LiveResult }[] = [];
    for (const [i, { name, nodes, env }] of setups.entries()) {
      progress.show(i, name);
      results.push({ name, result: await runLive(nodes, env) });
    }
    progress.end();
    process.stdout.write(json ? `${JSON.stringify(results)}\n` : tableOf(results));
  } finally {
    await postgres.remove();
  }
}

/** In a process of its own: the environment decides where its database is. */
async function runLive(nodes: number, env: Record<string, string>): Promise<LiveResult> {
  const args = [MAIN, 'live', '--json', '--nodes', String(nodes)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, ...env } });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as LiveResult;
}

const tableOf = (results: { name: string; result: LiveResult }[]) =>
  [
    'with                     replies/s   push p50   push p99   response p50',
    ...results.map(({ name, result: { writesPerSecond, pushMs, responseMs } }) =>
      [
        name.padEnd(22),
        `${writesPerSecond}`.padStart(11),
        `${pushMs.median} ms`.padStart(11),
        `${pushMs.p99} ms`.padStart(11),
        `${responseMs.median} ms`.padStart(15),
      ].join(''),
    ),
    '',
  ].join('\n');
