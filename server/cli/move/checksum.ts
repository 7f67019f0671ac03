import { createHash } from 'node:crypto';
import type { Source } from '../../db/orm.ts';
import { readRows, type TableName } from './tables.ts';

const PAGE_ROWS = 2000;

/** The number of rows of a table, and a checksum over all their values in order. */
export async function checksumOf(
  source: Source,
  table: TableName,
  onProgress: (rows: number) => void = () => {},
): Promise<{ rows: number; checksum: string }> {
  const hash = createHash('sha256');
  let rows = 0;
  for await (const page of readRows(source, table, PAGE_ROWS)) {
    for (const row of page) hash.update(JSON.stringify(Object.entries(row).toSorted(byName)));
    rows += page.length;
    onProgress(rows);
  }
  return { rows, checksum: hash.digest('hex') };
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);
