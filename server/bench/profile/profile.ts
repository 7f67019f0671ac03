import { mkdtempSync, rmSync } from 'node:fs';
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
/** To count statements: over one connection, the counts belong to whole requests. */
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
        `\n${kind}: ${cpuMs === undefined ? '?' : round(cpuMs)} ms of CPU for one request. Self time in %, native code (such as SQLite) with its caller:`,
      );
      for (const line of sideBySide(byPackage, byFunction)) print(`  ${line}`);
    }
  } finally {
    workspace.remove();
  }
}

async function profileKind(kind: Kind, workspace: Workspace, seconds: number) {
  const folder = mkdtempSync(path.join(tmpdir(), 'helpdesk-profile-'));
  const file = path.join(folder, 'main.cpuprofile');
  const server = await startServer(workspace.file, {
    preload: path.join(import.meta.dirname, 'cpu-probe.ts'),
    env: { CPU_PROFILE: file },
  });
  try {
    const requestsOf = createRequests(await signInAll(server, workspace))[kind];
    // The first requests compile the code.
    await loadHttp(server, { requestsOf, connections: CONNECTIONS, seconds: seconds / 2 });
    await signal(server, /^profile started$/m);
    const { cpuMs } = await loadHttp(server, { requestsOf, connections: CONNECTIONS, seconds });
    await signal(server, /^profile written$/m);
    return { cpuMs, ...readSelfTimes(file) };
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
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
const readCounts = async (server: ServerProcess): Promise<{ prepared: number; executed: number }> =>
  JSON.parse(await signal(server, /^statements (.*)\n/m));

/** Sends SIGUSR2 to a probe, and returns the group of the pattern from its answer. */
async function signal(server: ServerProcess, answer: RegExp): Promise<string> {
  const before = server.output().length;
  process.kill(server.pid, 'SIGUSR2');
  const read = () => answer.exec(server.output().slice(before));
  await waitFor(read);
  return read()?.[1] ?? '';
}

/** Two lists as columns. */
function sideBySide(left: Share[], right: Share[]): string[] {
  const cell = (share: Share | undefined) =>
    share ? `${share.percent.toFixed(1).padStart(5)} ${share.name}` : '';
  return Array.from({ length: SHOWN }, (_, i) =>
    `${cell(left[i]).slice(0, 38).padEnd(40)}${cell(right[i])}`.trimEnd(),
  );
}
