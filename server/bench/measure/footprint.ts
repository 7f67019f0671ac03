import { readFileSync } from 'node:fs';
import { createDatabaseFile, sendRequest } from '../../testing/server-process.ts';
import { startProduct } from '../product.ts';
import { median } from '../statistics.ts';
import { signInAll, type Workspace } from '../workspace.ts';
import { loadHttp, type Target } from './http-load.ts';
import { createRequests, type Kind } from './requests.ts';

/** How long a server idles before its memory is read: the start leaves garbage that is collected then. */
const IDLE_MS = 3000;

/** Resident memory of a process in MB, from Linux's /proc; undefined on other systems. */
export function residentMb(pid: number): number | undefined {
  try {
    const kb = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kb === undefined ? undefined : Number(kb) / 1024;
  } catch {
    return undefined;
  }
}

const DEMO_ENV = { SEED: 'demo' };

/** Starts the product with the demo data: the time to `/readyz` and the memory when it idles. */
export async function measureStart(
  repetitions: number,
): Promise<{ readyMs: number; residentMb: number | undefined }> {
  const { file, remove } = createDatabaseFile();
  // The first start adds the demo data; it is not counted.
  await (await startProduct(file, { env: DEMO_ENV })).stop();
  const readyMs: number[] = [];
  const memory: (number | undefined)[] = [];
  for (let i = 0; i < repetitions; i += 1) {
    const startedAt = performance.now();
    const server = await startProduct(file, { env: DEMO_ENV });
    await sendRequest(`${server.url}/readyz`);
    readyMs.push(performance.now() - startedAt);
    if (i === repetitions - 1) {
      await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
      memory.push(residentMb(server.pid));
    }
    await server.stop();
  }
  remove();
  return { readyMs: median(readyMs), residentMb: memory[0] };
}

/** Every connection sends these in turn, as agents at work do. */
const MIX: Kind[] = ['list', 'detail', 'detail', 'list', 'detail', 'reply'];
const CONNECTIONS = 10;

/** The memory of a new server after reads and writes at full speed for this long. */
export async function measureMemoryUnderLoad(
  workspace: Workspace,
  seconds: number,
): Promise<number | undefined> {
  const server = await startProduct(workspace.file);
  try {
    const requests = createRequests(await signInAll(server, workspace));
    const target: Target = server;
    await loadHttp(target, {
      connections: CONNECTIONS,
      seconds,
      requestsOf: (connection) => MIX.flatMap((kind) => requests[kind](connection).slice(0, 20)),
    });
    return residentMb(server.pid);
  } finally {
    await server.stop();
  }
}
