import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { compare } from './measure/ratios.ts';
import { drawGrowth } from './plots/growth-plot.ts';
import { drawTargets } from './plots/targets-plot.ts';
import { readSelfTimes } from './profile/self-time.ts';
import { formatTable, formatVerdict } from './report.ts';
import { latencyRows, pushRows, ratioRow, searchRows } from './rows.ts';
import { median, quantile, round } from './statistics.ts';
import { isMet, type Row, shareOfTarget } from './targets.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, i) => count - i);

describe('statistics', () => {
  it('quantiles and medians do not depend on the order', () => {
    expect(quantile(numbers(100), 0.95)).toBe(96);
    expect(quantile(numbers(100), 1)).toBe(100);
    expect(quantile([7], 0.5)).toBe(7);
    expect(median([5, 1, 3])).toBe(3);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it('no values have no quantile and no median', () => {
    expect(quantile([], 0.5)).toBeNaN();
    expect(median([])).toBeNaN();
  });

  it('numbers are rounded to what can be compared', () => {
    expect([0.12345, 12.3456, 123.456].map(round)).toEqual([0.12, 12.3, 123]);
  });
});

describe('the comparison with the bare server', () => {
  const at = (perSecond: number, cpuMs?: number) => ({ perSecond, cpuMs });

  it('is the median of the ratios of each round, not the ratio of the medians', () => {
    const rounds = [
      { product: at(50), reference: at(100) },
      // Another process took half of the machine during this round.
      { product: at(25), reference: at(50) },
      { product: at(90), reference: at(100) },
    ];
    expect(compare('list', rounds)).toMatchObject({
      ratio: 0.5,
      product: { perSecond: 50 },
      reference: { perSecond: 100 },
    });
  });

  it('compares CPU time the other way round: less is better', () => {
    const comparison = compare('reply', [{ product: at(10, 2), reference: at(50, 0.5) }]);
    expect(comparison.cpuRatio).toBe(0.25);
    expect(ratioRow(comparison)).toEqual({
      id: 'reply',
      value: 0.25,
      note: 'CPU 2 and 0.5 ms; 10 and 50 /s: 0.2',
    });
  });

  it('leaves out CPU time where the system does not report it', () => {
    const comparison = compare('reply', [{ product: at(10), reference: at(50) }]);
    expect(comparison.cpuRatio).toBeUndefined();
    expect(ratioRow(comparison)).toEqual({ id: 'reply', value: 0.2, note: '10 and 50 /s' });
  });
});

describe('the rows', () => {
  it('contain p95 and p50 of reads', () => {
    expect(latencyRows({ list: numbers(100), counts: [1], detail: [2], reply: [] })).toEqual([
      { id: 'lists', value: 96, note: 'p50 50.5 ms' },
      { id: 'counts', value: 1, note: 'p50 1 ms' },
      { id: 'details', value: 2, note: 'p50 2 ms' },
    ]);
  });

  it('name the search that blocks the event loop longest', () => {
    const searches = [
      { query: 'order', role: 'agent', ms: [10, 12], blockMs: 9 },
      { query: 'refund', role: 'customer', ms: [30, 31], blockMs: 25 },
    ];
    expect(searchRows(searches)).toEqual([
      { id: 'search', value: 31, note: 'p50 21 ms' },
      { id: 'searchBlock', value: 25, note: 'refund, as customer' },
    ]);
  });

  it('contain p50 and p99 of push', () => {
    expect(pushRows({ pushMs: numbers(100), responseMs: [] })).toMatchObject([{ value: 51 }, { value: 100 }]);
  });
});

describe('targets', () => {
  it.each<[Row, boolean | undefined, number]>([
    [{ id: 'list', value: 0.55 }, true, 1],
    [{ id: 'list', value: 0.275 }, false, 0.5],
    [{ id: 'search', value: 30 }, true, 1],
    [{ id: 'search', value: 300 }, false, 0.1],
    [{ id: 'memoryIdle', value: undefined }, undefined, 0],
    [{ id: 'lists', value: Number.NaN }, undefined, 0],
  ])('%o', (row, met, share) => {
    expect(isMet(row)).toBe(met);
    expect(shareOfTarget(row)).toBeCloseTo(share);
  });
});

describe('the output', () => {
  const rows: Row[] = [
    { id: 'list', value: 0.6, note: '3000 of 5000 /s' },
    { id: 'search', value: 412 },
    { id: 'ready', value: undefined },
  ];

  it('is a table that marks missed targets', () => {
    const [, list, search, ready] = formatTable(rows).split('\n');
    expect(list).toMatch(/^ok +List of 20 by status, of the bare server +0\.6 +≥ 0\.55 {2}3000 of 5000 \/s$/);
    expect(search).toMatch(/^SHORT +Search, p95 +412 ms +≤ 30 ms$/);
    expect(ready).toMatch(/^\? +Start to readyz +not measured +≤ 0\.6 s$/);
  });

  it('ends with the number of targets reached', () => {
    expect(formatVerdict(rows)).toBe('1 of 2 targets reached, 1 missed.');
    expect(formatVerdict(rows.slice(0, 1))).toBe('1 of 1 targets reached.');
  });

  it('is a plot with every row', () => {
    const plot = drawTargets(rows, '100 000 tickets & more');
    for (const label of ['List of 20', 'Search, p95', 'not measured', 'tickets &amp; more'])
      expect(plot).toContain(label);
    expect(plot).not.toMatch(/NaN|undefined/);
  });

  it('is a plot of growth whose labels do not overlap', () => {
    const line = (label: string, ms: number) => ({
      label,
      points: [1000, 10_000].map((size) => ({ size, ms })),
    });
    const plot = drawGrowth([line('lists', 5), line('counts', 5.01), line('details', 5.02)]);
    const labels = [...plot.matchAll(/y="([\d.]+)"[^>]*>(?:lists|counts|details) /g)].map(([, y]) =>
      Number(y),
    );
    expect(labels).toHaveLength(3);
    const [first = 0, second = 0, third = 0] = labels.toSorted((a, b) => a - b);
    expect(Math.min(second - first, third - second)).toBeGreaterThanOrEqual(14);
  });

  it('is a plot of growth, also for one size or equal values', () => {
    const points = [1000, 10_000].map((size) => ({ size, ms: size / 1000 }));
    const plot = drawGrowth([{ label: 'search', points }]);
    expect(plot).toContain('search 10 ms');
    expect(plot + drawGrowth([{ label: 'lists', points: points.slice(0, 1) }])).not.toMatch(/NaN|Infinity/);
  });
});

describe('a CPU profile', () => {
  it('gives the self time by package, without idle time, and native code as its caller’s', () => {
    const frame = (functionName: string, url: string) => ({ callFrame: { functionName, url } });
    const profile = {
      nodes: [
        { id: 1, ...frame('prepare', 'file:///app/node_modules/better-sqlite3/lib/wrappers.js') },
        { id: 2, ...frame('addReply', 'file:///app/server/tickets/commands.ts'), children: [5] },
        { id: 3, ...frame('(idle)', '') },
        { id: 4, ...frame('parse', 'file:///app/node_modules/@mikro-orm/core/x.js') },
        { id: 5, ...frame('all', '') },
      ],
      samples: [1, 2, 3, 4, 5],
      timeDeltas: [20, 30, 900, 30, 20],
    };
    const folder = mkdtempSync(path.join(tmpdir(), 'helpdesk-'));
    const file = path.join(folder, 'x.cpuprofile');
    writeFileSync(file, JSON.stringify(profile));
    const { byPackage, byFunction } = readSelfTimes(file);
    rmSync(folder, { recursive: true });
    expect(byPackage).toEqual([
      { name: 'server/tickets', percent: 50 },
      { name: '@mikro-orm/core', percent: 30 },
      { name: 'better-sqlite3', percent: 20 },
    ]);
    expect(byFunction[0]).toEqual({ name: 'addReply · server/tickets', percent: 50 });
  });
});
