import { statSync } from 'node:fs';
import path from 'node:path';
import { lockFileOf } from './lock.ts';

/** Creates every later file of this process for its owner only. Call it first in each process that opens the database. */
export const createPrivateFiles = () => process.umask(0o077);

/**
 * A warning that names the files of the database that other users of this machine may read; null if there are none.
 * The modes are not changed: a backup under another account may need them.
 */
export function warningOfReadableFiles(file: string | null): string | null {
  if (file === null) return null;
  const readable = [file, `${file}-wal`, `${file}-shm`, lockFileOf(file), `${file}.secret`].filter(
    (each) => ((statSync(each, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0,
  );
  if (readable.length === 0) return null;
  const names = readable.map((each) => path.basename(each)).join(' ');
  return `Other users of this machine may have access to the database. To prevent it, run in ${path.dirname(file)}: chmod go= ${names}`;
}
