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

/** Draws how cost grows with the number of tickets. Both axes are logarithmic: a straight line of slope 1 is linear growth. */
export function drawGrowth(lines: readonly Growth[]): string {
  const points = lines.flatMap((line) => line.points);
  const [minSize, maxSize] = bounds(points.map(({ size }) => size));
  const [minMs, maxMs] = bounds(points.map(({ ms }) => ms));
  const x = scale(minSize, maxSize, LEFT, RIGHT);
  const y = scale(minMs, maxMs, BOTTOM, TOP);
  const sizes = [...new Set(points.map(({ size }) => size))];
  const parts = lines.map(({ label, points }, i) => {
    const color = COLORS[i % COLORS.length] ?? '#333';
    const d = points
      .map(({ size, ms }, n) => `${n ? 'L' : 'M'}${x(size).toFixed(1)} ${y(ms).toFixed(1)}`)
      .join('');
    const last = points.at(-1);
    const dots = points.map(
      ({ size, ms }) => `<circle cx="${x(size).toFixed(1)}" cy="${y(ms).toFixed(1)}" r="3" fill="${color}"/>`,
    );
    const name = last && text(RIGHT + 10, y(last.ms) + 4, `${label} ${round(last.ms)} ms`, { fill: color });
    return path(d, color, 'stroke-width="2"') + dots.join('') + (name ?? '');
  });
  return svg(WIDTH, HEIGHT, [
    text(LEFT, 24, 'How cost grows with the number of tickets', { size: 14, weight: 600 }),
    text(LEFT, 44, '95 % of the responses take at most this time; five replies a ticket'),
    ...powersOfTen(minMs, maxMs).map(
      (ms) =>
        path(`M${LEFT} ${y(ms)}H${RIGHT}`, '#ddd') + text(LEFT - 8, y(ms) + 4, `${ms} ms`, { anchor: 'end' }),
    ),
    ...sizes.map((size) => text(x(size), BOTTOM + 20, size.toLocaleString('en'), { anchor: 'middle' })),
    ...parts,
    text((LEFT + RIGHT) / 2, HEIGHT - 10, 'tickets', { anchor: 'middle' }),
  ]);
}

/** The powers of ten around the values. */
function bounds(values: number[]): [number, number] {
  const low = 10 ** Math.floor(Math.log10(Math.min(...values)));
  const high = 10 ** Math.ceil(Math.log10(Math.max(...values)));
  return [low, high > low ? high : low * 10];
}

const scale = (low: number, high: number, from: number, to: number) => (value: number) =>
  from + (Math.log10(value / low) / Math.log10(high / low)) * (to - from);

const powersOfTen = (low: number, high: number) =>
  Array.from({ length: Math.round(Math.log10(high / low)) + 1 }, (_, i) => +(low * 10 ** i).toPrecision(1));
