import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ServerProcess, startServer } from '../../testing/server-process.ts';
import { waitFor } from '../../testing/test-app.ts';
import { loadHttp } from '../measure/http-load.ts';
import { createRequests, KINDS, type Kind } from '../measure/requests.ts';
import { round } from '../statistics.ts';
import { createWorkspace, signInAll, type Workspace } from '../workspace.ts';
import { readSelfTimes, type Share } from './self-time.ts';

const CONNECTIONS = 8;
const SHOWN = 14;
/** To count statements: one connection, so that the counts belong to whole requests. */
const COUNTING_SECONDS = 0.5;

/** Prints, for each kind of request, its SQL statements and the self time of the server by package and by function. */
export async function profile(size: number, seconds: number): Promise<void> {
  process.stderr.write(`Creating ${size} tickets …\n`);
  const workspace = await createWorkspace(size);
  const print = (line = '') => process.stdout.write(`${line}\n`);
  try {
    print('SQL statements of one request, begin, commit and the read of the relay included:');
    for (const [kind, { prepared, executed }] of await countStatements(workspace))
      print(
        `  ${kind.padEnd(8)} ${executed.toFixed(1).padStart(6)} executed ${prepared.toFixed(1).padStart(6)} prepared`,
      );
    for (const kind of KINDS) {
      const { cpuMs, byPackage, byFunction } = await profileKind(kind, workspace, seconds);
      print(
        `\n${kind}: ${cpuMs === undefined ? '?' : round(cpuMs)} ms of CPU for one request. Self time in %:`,
      );
      for (const line of sideBySide(byPackage, byFunction)) print(`  ${line}`);
    }
  } finally {
    workspace.remove();
  }
}

async function profileKind(kind: Kind, workspace: Workspace, seconds: number) {
  const folder = mkdtempSync(path.join(tmpdir(), 'helpdesk-profile-'));
  const server = await startServer(workspace.file, {
    nodeOptions: ['--cpu-prof', `--cpu-prof-dir=${folder}`],
  });
  const requestsOf = createRequests(await signInAll(server, workspace))[kind];
  const { cpuMs } = await loadHttp(server, { requestsOf, connections: CONNECTIONS, seconds });
  await server.stop();
  const files = readdirSync(folder).map((name) => path.join(folder, name));
  // Worker threads have profiles of their own; the first is the main thread's.
  const [main = ''] = files.toSorted();
  const times = readSelfTimes(main);
  rmSync(folder, { recursive: true });
  return { cpuMs, ...times };
}

async function countStatements(
  workspace: Workspace,
): Promise<[Kind, { prepared: number; executed: number }][]> {
  const server = await startServer(workspace.file, {
    preload: path.join(import.meta.dirname, 'statement-probe.ts'),
  });
  try {
    const requests = createRequests(await signInAll(server, workspace));
    const counts: [Kind, { prepared: number; executed: number }][] = [];
    for (const kind of KINDS) {
      await readCounts(server);
      let sent = 0;
      const requestsOf = (connection: number) =>
        requests[kind](connection).map((request) => ({
          ...request,
          setupRequest: (next: typeof request) => {
            sent += 1;
            return request.setupRequest?.(next) ?? next;
          },
        }));
      await loadHttp(server, { requestsOf, connections: 1, seconds: COUNTING_SECONDS });
      const { prepared, executed } = await readCounts(server);
      counts.push([kind, { prepared: prepared / sent, executed: executed / sent }]);
    }
    return counts;
  } finally {
    await server.stop();
  }
}

/** The statements since the last call. */
async function readCounts(server: ServerProcess): Promise<{ prepared: number; executed: number }> {
  const before = server.output().length;
  process.kill(server.pid, 'SIGUSR2');
  const read = () => /^statements (.*)\n/m.exec(server.output().slice(before))?.[1];
  await waitFor(read);
  return JSON.parse(read() ?? '{}');
}

/** Two lists as columns. */
function sideBySide(left: Share[], right: Share[]): string[] {
  const cell = (share: Share | undefined) =>
    share ? `${share.percent.toFixed(1).padStart(5)} ${share.name}` : '';
  return Array.from({ length: SHOWN }, (_, i) =>
    `${cell(left[i]).slice(0, 38).padEnd(40)}${cell(right[i])}`.trimEnd(),
  );
}
