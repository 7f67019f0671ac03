const WIDTH = 720;
const HEIGHT = 350;
const LEFT = 56;
const TOP = 78;
const RIGHT = WIDTH - 24;
const BOTTOM = HEIGHT - 48;
const BARS = 60;

/** Draws latencies in milliseconds as an SVG: a histogram (bars) and the cumulative distribution (line). */
export function drawLatencies(latencies: number[], title: string): string {
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (q: number) => sorted[Math.floor(q * (sorted.length - 1))] ?? 0;
  // The slowest 0.5 % lie outside the plot; the subtitle states the maximum.
  const end = niceEnd(at(0.995));
  const x = (ms: number) => LEFT + (Math.min(ms, end) / end) * (RIGHT - LEFT);
  const y = (part: number) => BOTTOM - part * (BOTTOM - TOP);
  const bins = Array.from({ length: BARS }, () => 0);
  for (const ms of sorted)
    if (ms < end) bins[Math.floor((ms / end) * BARS)] = (bins[Math.floor((ms / end) * BARS)] ?? 0) + 1;
  const highest = Math.max(1, ...bins);
  const bars = bins.map((count, i) => {
    const [from, to, top] = [x((i * end) / BARS), x(((i + 1) * end) / BARS), y(count / highest)];
    return `<rect x="${from.toFixed(1)}" y="${top.toFixed(1)}" width="${(to - from - 1).toFixed(1)}" height="${(BOTTOM - top).toFixed(1)}" fill="#a9c5ee"/>`;
  });
  const line = Array.from(
    { length: 101 },
    (_, i) => `${x(at(i / 100)).toFixed(1)},${y(i / 100).toFixed(1)}`,
  ).join(' ');
  const quantileLines = [0.5, 0.99].map((q) =>
    quantileLine(x(at(q)), `${q === 0.5 ? 'median' : 'p99'} ${at(q).toFixed(1)} ms`, q === 0.5 ? 0 : 16),
  );
  const ticks = Array.from({ length: 6 }, (_, i) => (i * end) / 5).map(
    (ms) => `<text x="${x(ms)}" y="${BOTTOM + 18}" text-anchor="middle">${+ms.toFixed(1)}</text>`,
  );
  const gridLines = [0, 0.5, 1].map(
    (part) =>
      `<text x="${LEFT - 8}" y="${y(part) + 4}" text-anchor="end">${part * 100} %</text><path d="M${LEFT} ${y(part)}H${RIGHT}" stroke="#ddd"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12" fill="#333">
<rect width="100%" height="100%" fill="#fff"/>
<text x="${LEFT}" y="20" font-size="14" font-weight="600">From sending the POST to the event at the other side</text>
<text x="${LEFT}" y="40">${title} · n = ${sorted.length} · max ${at(1).toFixed(0)} ms</text>
${gridLines.join('\n')}
${bars.join('\n')}
<polyline points="${line}" fill="none" stroke="#1f4f99" stroke-width="2"/>
${quantileLines.join('\n')}
${ticks.join('\n')}
<text x="${(LEFT + RIGHT) / 2}" y="${HEIGHT - 10}" text-anchor="middle">milliseconds</text>
</svg>
`;
}

const quantileLine = (x: number, label: string, offset: number) =>
  `<path d="M${x.toFixed(1)} ${TOP - 8 + offset}V${BOTTOM}" stroke="#b3261e" stroke-dasharray="4 3"/>` +
  `<text x="${(x + 4).toFixed(1)}" y="${TOP - 2 + offset}" fill="#b3261e">${label}</text>`;

/** The next round number: 1, 2, 5, 10, … */
function niceEnd(ms: number): number {
  const step = 10 ** Math.floor(Math.log10(Math.max(ms, 1)));
  return ([1, 2, 5, 10].find((n) => n * step >= ms) ?? 10) * step;
}
