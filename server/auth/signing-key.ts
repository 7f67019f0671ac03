import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { type Config, ConfigError, oneLine, secretProblem } from '../config.ts';

/** The configured secret, or one generated at the first start and stored beside the database, readable by its owner only. */
export function signingKey({ secret, databaseFile }: Config): string {
  if (secret) return secret;
  const generated = randomBytes(48).toString('base64url');
  if (!databaseFile) return generated;
  const file = `${databaseFile}.secret`;
  try {
    if (!existsSync(file)) store(file, generated);
    return read(file);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`The secret file ${file} cannot be used: ${oneLine(error)}`);
  }
}

function read(file: string): string {
  // Trimmed: a file that was restored by hand may end with a line break.
  const stored = readFileSync(file, 'utf8').trim();
  const problem = secretProblem(stored);
  if (problem)
    throw new ConfigError(
      `The secret in ${file} ${problem}. Restore the file, or delete it for a new secret, which ends all sessions.`,
    );
  return stored;
}

/** Writes the whole file or none of it, also at a crash. A file that another process has created meanwhile remains. */
function store(file: string, secret: string): void {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    writeFileSync(temporary, secret, { mode: 0o600, flag: 'wx', flush: true });
    placeOnce(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
  syncFolder(path.dirname(file));
}

/** Unlike `rename`, `link` does not replace a file, but some file systems lack it. There the database's lock protects. */
function placeOnce(temporary: string, file: string): void {
  try {
    linkSync(temporary, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) renameSync(temporary, file);
  }
}

/** Makes the name of a new file durable, where the file system supports it. */
function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } catch {
    // The file has been synced; only its name could be lost in a power failure.
  } finally {
    closeSync(descriptor);
  }
}
