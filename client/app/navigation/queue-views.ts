import { UNRESOLVED } from '../../../shared/workflow.ts';
import type { Counts } from '../../data/tickets/ticket-counts.ts';
import { defaultParams, queueSearch, type View } from '../../features/agent/queue/queue-params.ts';
import type { IconName } from '../../ui/icon.tsx';

/** The icon of each view of the queue. */
export const VIEW_ICONS: Record<View, IconName> = {
  unassigned: 'inbox',
  mine: 'person',
  waiting: 'waiting_on_customer',
  open: 'open',
  resolved: 'resolved',
  all: 'all',
};

const sum = (counts: Counts['status']) => Object.values(counts).reduce((total, count) => total + count, 0);

/** The number of tickets in each view. */
export const VIEW_COUNTS: Record<View, (counts: Counts) => number> = {
  unassigned: (counts) => counts.unassigned,
  mine: (counts) => counts.mine,
  waiting: (counts) => counts.status.waiting_on_customer,
  open: (counts) => UNRESOLVED.reduce((total, status) => total + counts.status[status], 0),
  resolved: (counts) => counts.status.resolved,
  all: (counts) => sum(counts.status),
};

/** The path of a queue view without filters. */
export const viewPath = (view: View): string => `/queue${queueSearch(defaultParams(view))}`;
