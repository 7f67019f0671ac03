import { STATUSES, type Status } from '../../../shared/vocabulary.ts';
import { UNRESOLVED } from '../../../shared/workflow.ts';
import type { ListQuery } from '../../data/tickets/list-query.ts';
import type { Counts } from '../../data/tickets/ticket-counts.ts';

/** The tabs of the customer's ticket list. */
export const TABS = [
  { name: 'active', label: 'Active', statuses: UNRESOLVED },
  { name: 'waiting', label: 'Waiting for you', statuses: ['waiting_on_customer'] },
  { name: 'solved', label: 'Solved', statuses: ['resolved'] },
  { name: 'all', label: 'All', statuses: STATUSES },
] as const satisfies readonly { name: string; label: string; statuses: readonly Status[] }[];

export type ListTab = (typeof TABS)[number]['name'];

const MIN_SEARCH_LENGTH = 2;
const tabOf = (name: ListTab) => TABS.find((tab) => tab.name === name) ?? TABS[0];

/** Parses the `tab` parameter; defaults to the active tickets. */
export const parseTab = (value: string | string[] | undefined): ListTab =>
  TABS.find(({ name }) => name === value)?.name ?? 'active';

/** The list query of a tab. */
export function listQueryOfTab(name: ListTab, text: string): ListQuery {
  const q = text.trim();
  return {
    filter: name === 'all' ? {} : { status: tabOf(name).statuses },
    sort: 'updated',
    q: /^\d+$/.test(q) || q.length >= MIN_SEARCH_LENGTH ? q : undefined,
  };
}

/** The number of tickets in a tab. */
export const tabCount = (name: ListTab, counts: Counts | undefined): number | undefined =>
  counts && tabOf(name).statuses.reduce((sum, status) => sum + counts.status[status], 0);
