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

/** The product's throughput as a part of the bare server's; the note has the ratio of CPU time for comparison. */
export function ratioRow({ kind, ratio, cpuRatio, product, reference }: Comparison): Row {
  const perSecond = `${Math.round(product.perSecond)} of ${Math.round(reference.perSecond)} /s`;
  const cpu =
    cpuRatio === undefined
      ? ''
      : `; CPU ${round(product.cpuMs ?? 0)} ms and ${round(reference.cpuMs ?? 0)} ms, ${round(cpuRatio)}`;
  return { id: kind, value: ratio, note: perSecond + cpu };
}

export const pushRows = ({ pushMs }: PushResult): Row[] => [
  { id: 'pushMedian', value: quantile(pushMs, 0.5), note: `${pushMs.length} events` },
  { id: 'pushP99', value: quantile(pushMs, 0.99) },
];
