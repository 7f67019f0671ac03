import { globSync } from 'node:fs';
import path from 'node:path';

/** The programs of Debian's packages. Their folders are named by version. */
const PROGRAMS = '/usr/lib/postgresql/*/bin/postgres';

/** The folder of the newest installed PostgreSQL's programs; null without one. */
export function postgresPrograms(): string | null {
  const found = globSync(PROGRAMS).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const newest = found.at(-1);
  return newest ? path.dirname(newest) : null;
}
