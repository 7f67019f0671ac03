import { round } from './statistics.ts';
import { isMet, type Row, TARGETS } from './targets.ts';

const MARK = { met: 'ok', short: 'SHORT', unknown: '?' } as const;

/** The table of the terminal: every row with its target; a missed one is marked. */
export function formatTable(rows: readonly Row[]): string {
  const cells = rows.map((row) => {
    const { label, unit, bound, target } = TARGETS[row.id];
    const met = isMet(row);
    return [
      met === undefined ? MARK.unknown : met ? MARK.met : MARK.short,
      label,
      row.value === undefined ? 'not measured' : `${round(row.value)} ${unit}`.trim(),
      `${bound === 'at least' ? '≥' : '≤'} ${target} ${unit}`.trim(),
      row.note ?? '',
    ];
  });
  return alignColumns([['', '', 'measured', 'target', ''], ...cells]);
}

/** Columns of equal width; the third and fourth to the right. */
function alignColumns(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 2 || column === 3 ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
  return lines.join('\n');
}

/** The last line: how many targets are reached. */
export function formatVerdict(rows: readonly Row[]): string {
  const short = rows.filter((row) => isMet(row) === false).length;
  const measured = rows.filter((row) => isMet(row) !== undefined).length;
  return `${measured - short} of ${measured} targets reached${short > 0 ? `, ${short} missed` : ''}.`;
}
