/** What the table compares with its target. */
export type Row = {
  id: RowId;
  /** Undefined if it could not be measured here. */
  value: number | undefined;
  /** How it was measured, in a few words. */
  note?: string | undefined;
};

type Target = { label: string; unit: '' | 'ms' | 'MB' | 's'; bound: 'at least' | 'at most'; target: number };

/** The targets of the product on a machine with two cores, with 100 000 tickets and 500 000 replies. */
export const TARGETS = {
  list: { label: 'List of 20 by status, of the bare server', unit: '', bound: 'at least', target: 0.55 },
  detail: { label: 'Detail with 50 replies, of the bare server', unit: '', bound: 'at least', target: 0.35 },
  reply: { label: 'Reply, of the bare server', unit: '', bound: 'at least', target: 0.2 },
  status: { label: 'Status change, of the bare server', unit: '', bound: 'at least', target: 0.2 },
  create: { label: 'Create, of the bare server', unit: '', bound: 'at least', target: 0.25 },
  search: { label: 'Search, p95', unit: 'ms', bound: 'at most', target: 30 },
  searchBlock: {
    label: 'Event loop blocked by one search, longest',
    unit: 'ms',
    bound: 'at most',
    target: 20,
  },
  lists: { label: 'Lists, p95', unit: 'ms', bound: 'at most', target: 10 },
  counts: { label: 'Counts, p95', unit: 'ms', bound: 'at most', target: 10 },
  details: { label: 'Details, p95', unit: 'ms', bound: 'at most', target: 10 },
  pushMedian: { label: 'Push, sent to received, p50', unit: 'ms', bound: 'at most', target: 5 },
  pushP99: { label: 'Push, sent to received, p99', unit: 'ms', bound: 'at most', target: 15 },
  memoryIdle: { label: 'Resident memory after start, demo data', unit: 'MB', bound: 'at most', target: 140 },
  memoryLoaded: { label: 'Resident memory after load', unit: 'MB', bound: 'at most', target: 250 },
  ready: { label: 'Start to readyz', unit: 's', bound: 'at most', target: 0.6 },
} as const satisfies Record<string, Target>;

export type RowId = keyof typeof TARGETS;

/** Whether a value reaches the target; undefined if it was not measured. */
export function isMet({ id, value }: Row): boolean | undefined {
  if (value === undefined || !Number.isFinite(value)) return undefined;
  const { bound, target } = TARGETS[id];
  return bound === 'at least' ? value >= target : value <= target;
}

/** How much of the target is reached: 1 is exactly the target, more is better. */
export function shareOfTarget({ id, value }: Row): number {
  const { bound, target } = TARGETS[id];
  if (value === undefined || !(value > 0)) return 0;
  return bound === 'at least' ? value / target : target / value;
}
