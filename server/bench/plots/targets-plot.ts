import { round } from '../statistics.ts';
import { isMet, type Row, shareOfTarget, TARGETS } from '../targets.ts';
import { path, svg, text } from './svg.ts';

const WIDTH = 820;
const LEFT = 300;
const RIGHT = WIDTH - 150;
const TOP = 64;
const ROW_HEIGHT = 26;
/** Longer bars are cut: twice as good as the target. */
const MAX_SHARE = 2;
const COLOR = { met: '#2e7d4f', short: '#b3261e' } as const;

/** Draws each row as a bar: how much of its target is reached. */
export function drawTargets(rows: readonly Row[], subtitle: string): string {
  const bottom = TOP + rows.length * ROW_HEIGHT;
  const x = (share: number) => LEFT + (Math.min(share, MAX_SHARE) / MAX_SHARE) * (RIGHT - LEFT);
  const bars = rows.map((row, i) => {
    const y = TOP + i * ROW_HEIGHT;
    const { label, unit, target } = TARGETS[row.id];
    const color = isMet(row) ? COLOR.met : COLOR.short;
    const measured = row.value === undefined ? 'not measured' : `${round(row.value)} ${unit}`;
    return [
      text(LEFT - 10, y + 14, label, { anchor: 'end' }),
      `<rect x="${LEFT}" y="${y + 3}" width="${(x(shareOfTarget(row)) - LEFT).toFixed(1)}" height="15" fill="${color}"/>`,
      text(RIGHT + 8, y + 14, `${measured.trim()} (${target} ${unit}`.trim().concat(')'), { fill: color }),
    ].join('');
  });
  return svg(WIDTH, bottom + 34, [
    text(20, 24, 'Measured against the targets', { size: 14, weight: 600 }),
    text(20, 44, subtitle),
    ...bars,
    path(`M${x(1)} ${TOP - 6}V${bottom + 4}`, '#333', 'stroke-dasharray="4 3"'),
    text(x(1), bottom + 20, 'target', { anchor: 'middle' }),
    text(RIGHT, bottom + 20, 'twice as good', { anchor: 'end' }),
  ]);
}
