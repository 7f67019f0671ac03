import { round } from '../statistics.ts';
import { path, svg, text } from './svg.ts';

/** One line: the cost in ms at each size. */
export type Growth = { label: string; points: { size: number; ms: number }[] };

const WIDTH = 720;
const HEIGHT = 420;
const LEFT = 64;
const TOP = 64;
const RIGHT = WIDTH - 130;
const BOTTOM = HEIGHT - 52;
const COLORS = ['#1f4f99', '#b3261e', '#2e7d4f', '#8a5a00', '#6b3fa0', '#00707a'];

/** Labels at the ends of lines have at least this distance. */
const LABEL_HEIGHT = 15;

/** Draws how cost grows with the number of tickets. Both axes are logarithmic: linear growth is a straight line of slope 1. */
export function drawGrowth(lines: readonly Growth[]): string {
  const points = lines.flatMap((line) => line.points);
  const sizes = [...new Set(points.map(({ size }) => size))];
  const [minMs, maxMs] = powersAround(points.map(({ ms }) => ms));
  const x = scale(Math.min(...sizes), Math.max(...sizes), LEFT, RIGHT);
  const y = scale(minMs, maxMs, BOTTOM, TOP);
  const labelY = spread(lines.map((line) => y(line.points.at(-1)?.ms ?? minMs)));
  const drawn = lines.map(({ label, points }, i) => {
    const color = COLORS[i % COLORS.length] ?? '#333';
    const at = points.map(({ size, ms }) => [x(size).toFixed(1), y(ms).toFixed(1)] as const);
    return [
      path(at.map(([px, py], n) => `${n ? 'L' : 'M'}${px} ${py}`).join(''), color, 'stroke-width="2"'),
      ...at.map(([px, py]) => `<circle cx="${px}" cy="${py}" r="3" fill="${color}"/>`),
      text(RIGHT + 10, (labelY[i] ?? 0) + 4, `${label} ${round(points.at(-1)?.ms ?? 0)} ms`, { fill: color }),
    ].join('');
  });
  return svg(WIDTH, HEIGHT, [
    text(LEFT, 24, 'How cost grows with the number of tickets', { size: 14, weight: 600 }),
    text(LEFT, 44, '95 % of the responses take at most this time; five replies a ticket'),
    ...powersOfTen(minMs, maxMs).map(
      (ms) =>
        path(`M${LEFT} ${y(ms)}H${RIGHT}`, '#ddd') + text(LEFT - 8, y(ms) + 4, `${ms} ms`, { anchor: 'end' }),
    ),
    ...sizes.map((size) => text(x(size), BOTTOM + 20, size.toLocaleString('en'), { anchor: 'middle' })),
    ...drawn,
    text((LEFT + RIGHT) / 2, HEIGHT - 10, 'tickets', { anchor: 'middle' }),
  ]);
}

/** Moves labels down until none covers another. */
function spread(positions: readonly number[]): number[] {
  const moved = [...positions];
  let last = Number.NEGATIVE_INFINITY;
  for (const [i] of [...positions.entries()].sort(([, a], [, b]) => a - b)) {
    last = Math.max(positions[i] ?? 0, last + LABEL_HEIGHT);
    moved[i] = last;
  }
  return moved;
}

/** The powers of ten around the values. */
function powersAround(values: number[]): [number, number] {
  const low = 10 ** Math.floor(Math.log10(Math.min(...values)));
  const high = 10 ** Math.ceil(Math.log10(Math.max(...values)));
  return [low, high > low ? high : low * 10];
}

const scale = (low: number, high: number, from: number, to: number) => (value: number) =>
  from + (high > low ? Math.log10(value / low) / Math.log10(high / low) : 0.5) * (to - from);

const powersOfTen = (low: number, high: number) =>
  Array.from({ length: Math.round(Math.log10(high / low)) + 1 }, (_, i) => +(low * 10 ** i).toPrecision(1));
