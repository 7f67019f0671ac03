import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { postgresPrograms } from './postgres-programs.ts';

const START_TIMEOUT_MS = 20_000;
/** Fast instead of durable: the folder is deleted at the end. A stop of PostgreSQL alone loses nothing. */
const SETTINGS = {
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  listen_addresses: '127.0.0.1',
};
/** Who may connect: the role `guarded` by its password, others without one. */
const ACCESS = `host all guarded 127.0.0.1/32 scram-sha-256
host all all 127.0.0.1/32 trust
`;

export type PostgresServer = Awaited<ReturnType<typeof startPostgres>>;

/** Starts a PostgreSQL server of its own in a temporary folder, on a free port. `overrides` replace settings of tests. */
export async function startPostgres(overrides: Record<string, string> = {}) {
  const programs = postgresPrograms();
  if (!programs) throw new Error('PostgreSQL is not installed. On Debian: apt-get install postgresql');
  const folder = mkdtempSync(path.join(tmpdir(), 'helpdesk-postgres-'));
  const data = path.join(folder, 'data');
  const user = ownerOf(folder);
  const init = ['-D', data, '-U', 'helpdesk', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  execFileSync(path.join(programs, 'initdb'), init, { cwd: folder, ...user, stdio: 'ignore' });
  writeFileSync(path.join(data, 'pg_hba.conf'), ACCESS);
  const port = await freePort();
  const settings = Object.entries({ ...SETTINGS, ...overrides }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const options = ['-D', data, '-p', `${port}`, '-k', folder, ...settings];
  let server: ChildProcess | undefined;
  // Also if the test process ends without removing the server.
  process.once('exit', () => {
    server?.kill('SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async () => {
    server = spawn(path.join(programs, 'postgres'), options, {
      cwd: folder,
      ...user,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await waitUntilReady(server);
  };
  /** Stops at once: running transactions end without a commit. */
  const stop = async () => {
    if (!server) return;
    const exited = once(server, 'exit');
    server.kill('SIGQUIT');
    await exited;
    server = undefined;
  };
  await start();
  return {
    url: `postgres://helpdesk@127.0.0.1:${port}`,
    start,
    stop,
    async remove() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function waitUntilReady(server: ChildProcess): Promise<void> {
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const fail = () => reject(new Error(`PostgreSQL did not start: ${output}`));
    server.once('exit', fail);
    setTimeout(fail, START_TIMEOUT_MS).unref();
    server.stderr?.on('data', (chunk) => {
      output = `${output}${chunk}`.slice(-10_000);
      if (output.includes('ready to accept connections')) resolve();
    });
  });
}

/** PostgreSQL does not run as root: there, the folder and the server belong to the user of Debian's package or to `daemon`. */
function ownerOf(folder: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const name = ['postgres', 'daemon'].find((each) => idOf('-u', each) !== null) ?? 'daemon';
  const [uid, gid] = [idOf('-u', name) ?? 0, idOf('-g', name) ?? 0];
  chownSync(folder, uid, gid);
  return { uid, gid };
}

function idOf(option: '-u' | '-g', name: string): number | null {
  try {
    return Number(
      execFileSync('id', [option, name], { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' }),
    );
  } catch {
    return null;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (!address || typeof address === 'string') throw new Error('There is no free port');
  return address.port;
}
