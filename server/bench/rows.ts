import type { Latencies } from './measure/latencies.ts';
import type { PushResult } from './measure/push.ts';
import type { Comparison } from './measure/ratios.ts';
import type { Search } from './measure/search.ts';
import { median, quantile, round } from './statistics.ts';
import type { Row } from './targets.ts';

/** From measurements to the rows of the table. */

/** The p95 of lists, counts and details. */
export const latencyRows = ({ list, counts, detail }: Latencies): Row[] => [
  { id: 'lists', value: quantile(list, 0.95), note: `p50 ${round(median(list))} ms` },
  { id: 'counts', value: quantile(counts, 0.95), note: `p50 ${round(median(counts))} ms` },
  { id: 'details', value: quantile(detail, 0.95), note: `p50 ${round(median(detail))} ms` },
];

/** The p95 of all searches, and the longest block with the search that caused it. */
export function searchRows(searches: readonly Search[]): Row[] {
  const times = searches.flatMap(({ ms }) => ms);
  const longest = searches.toSorted((a, b) => b.blockMs - a.blockMs)[0];
  return [
    { id: 'search', value: quantile(times, 0.95), note: `p50 ${round(median(times))} ms` },
    { id: 'searchBlock', value: longest?.blockMs, note: longest && `${longest.query}, as ${longest.role}` },
  ];
}

/**
 * The bare server's CPU time of a request as a part of the product's. Throughput is in the note: with a slow disk, both
 * servers mostly wait for it, and that ratio of a write would flatter the product. It counts where CPU time is unknown.
 */
export function ratioRow({ kind, ratio, cpuRatio, product, reference }: Comparison): Row {
  const throughput = `${Math.round(product.perSecond)} and ${Math.round(reference.perSecond)} /s`;
  if (cpuRatio === undefined) return { id: kind, value: ratio, note: throughput };
  const cpu = `CPU ${round(product.cpuMs ?? 0)} and ${round(reference.cpuMs ?? 0)} ms`;
  return { id: kind, value: cpuRatio, note: `${cpu}; ${throughput}: ${round(ratio)}` };
}

export const pushRows = ({ pushMs }: PushResult): Row[] => [
  { id: 'pushMedian', value: quantile(pushMs, 0.5), note: `${pushMs.length} events` },
  { id: 'pushP99', value: quantile(pushMs, 0.99) },
];
