import { lstatSync, mkdirSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { unusableDatabase } from '../../config.ts';

/** The limit of Linux for symbolic links in one path. */
const MAX_LINKS = 40;

/**
 * The path of the database file without symbolic links and `..`: each spelling of one file leads to the same lock,
 * write-ahead log and secret. Creates the folder. `null`: a database in memory.
 */
export function realDatabaseFile(file: string | null): string | null {
  if (file === null) return null;
  try {
    const real = resolve(file, MAX_LINKS);
    const stat = statSync(real, { throwIfNoEntry: false });
    if (stat && !stat.isFile()) throw new Error('it is not a regular file');
    // A second name has a lock and a write-ahead log of its own.
    if (stat && stat.nlink > 1)
      throw new Error(`it has ${stat.nlink} names (hard links). Copy it and use the copy`);
    return real;
  } catch (error) {
    throw unusableDatabase(file, error);
  }
}

function resolve(file: string, linksLeft: number): string {
  const folder = path.dirname(file);
  mkdirSync(folder, { recursive: true });
  // `native`: the other variant removes `..` before it follows links, and then `link/..` is another folder.
  const real = path.join(realpathSync.native(folder), path.basename(file));
  if (!lstatSync(real, { throwIfNoEntry: false })?.isSymbolicLink()) return real;
  if (linksLeft === 0) throw new Error('it has too many symbolic links');
  // The target of a link may not exist yet, so `realpath` cannot resolve it.
  const target = readlinkSync(real);
  return resolve(path.isAbsolute(target) ? target : `${path.dirname(real)}/${target}`, linksLeft - 1);
}
