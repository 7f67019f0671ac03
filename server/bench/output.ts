import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import path from 'node:path';
import { formatCount } from '../cli/progress.ts';
import type { Reads, Results } from './benchmark.ts';
import { drawGrowth, type Growth } from './plots/growth-plot.ts';
import { drawTargets } from './plots/targets-plot.ts';
import { formatTable, formatVerdict } from './report.ts';
import { quantile, round } from './statistics.ts';
import { type Row, type RowId, TARGETS } from './targets.ts';

/** The machine and its load: results of a busy machine are not comparable. */
export const describeMachine = () => ({
  node: process.version,
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  load: loadavg().map(round),
});
type Machine = ReturnType<typeof describeMachine>;

type Run = { sizes: readonly number[]; isQuick: boolean; before: Machine };

/** Prints the table and writes plots and JSON into the folder. */
export function writeResults(folder: string, results: Results, { sizes, isQuick, before }: Run): void {
  const after = describeMachine();
  const largest = Math.max(...sizes);
  const setting = `${formatCount(largest)} tickets, ${formatCount(largest * 5)} replies${isQuick ? ', quick' : ''}`;
  const machine = `${before.cores} cores, Node ${before.node}, load ${before.load[0]} before and ${after.load[0]} after`;
  const rows = inOrder(results.rows);
  mkdirSync(folder, { recursive: true });
  const files: Record<string, string> = {
    'targets.svg': drawTargets(rows, `${setting}; ${machine}`),
    'result.json': JSON.stringify(
      { at: new Date(), sizes, isQuick, before, after, ...results, rows },
      null,
      2,
    ),
  };
  if (results.reads.length > 1) files['growth.svg'] = drawGrowth(growthOf(results.reads));
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
  const written = Object.keys(files).map((name) => path.join(folder, name));
  const paragraphs = [
    `${setting}. ${machine}.`,
    formatTable(rows),
    results.reads.length > 1 && formatGrowth(results.reads),
    results.errors.map((error) => `Failed: ${error}`).join('\n'),
    `${formatVerdict(rows)} Written: ${written.join(', ')}`,
  ];
  process.stdout.write(`\n${paragraphs.filter(Boolean).join('\n\n')}\n`);
}

/** The rows in the order of the targets; a row that is missing was not measured. */
const inOrder = (rows: readonly Row[]): Row[] =>
  (Object.keys(TARGETS) as RowId[]).map(
    (id) => rows.find((row) => row.id === id) ?? { id, value: undefined },
  );

const GROWING = {
  lists: ({ latencies }) => latencies.list,
  counts: ({ latencies }) => latencies.counts,
  details: ({ latencies }) => latencies.detail,
  replies: ({ latencies }) => latencies.reply,
  search: ({ searches }) => searches.flatMap(({ ms }) => ms),
} satisfies Record<string, (reads: Reads) => number[]>;

/** The p95 of each kind of request at each size. */
const growthOf = (reads: readonly Reads[]): Growth[] =>
  Object.entries(GROWING).map(([label, timesOf]) => ({
    label,
    points: reads.map((one) => ({ size: one.size, ms: quantile(timesOf(one), 0.95) })),
  }));

function formatGrowth(reads: readonly Reads[]): string {
  const lines = growthOf(reads).map(
    ({ label, points }) =>
      `${label.padEnd(10)}${points.map(({ ms }) => `${round(ms)} ms`.padStart(14)).join('')}`,
  );
  const sizes = reads.map(({ size }) => formatCount(size).padStart(14)).join('');
  return ['p95 with this many tickets:', `${''.padEnd(10)}${sizes}`, ...lines].join('\n');
}
