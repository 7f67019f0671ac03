import { STATUSES, type Status } from '../../../shared/vocabulary.ts';
import { UNRESOLVED } from '../../../shared/workflow.ts';
import { type ListQuery, searchTextOf } from '../../data/tickets/list-query.ts';
import type { Counts } from '../../data/tickets/ticket-counts.ts';

/** The tabs of the customer's ticket list. */
export const TABS = [
  { name: 'active', label: 'Active', statuses: UNRESOLVED, empty: 'You have no active tickets.' },
  {
    name: 'waiting',
    label: 'Waiting for you',
    statuses: ['waiting_on_customer'],
    empty: 'No ticket waits for your answer.',
  },
  { name: 'solved', label: 'Solved', statuses: ['resolved'], empty: 'No ticket is solved yet.' },
  { name: 'all', label: 'All', statuses: STATUSES, empty: 'You have no tickets.' },
] as const satisfies readonly { name: string; label: string; statuses: readonly Status[]; empty: string }[];

export type ListTab = (typeof TABS)[number]['name'];

/** The tab with this name. */
export const tabOf = (name: ListTab) => TABS.find((tab) => tab.name === name) ?? TABS[0];

/** Parses the `tab` parameter; defaults to the active tickets. */
export const parseTab = (value: string | string[] | undefined): ListTab =>
  TABS.find(({ name }) => name === value)?.name ?? 'active';

/** The path of a tab; a search stays while the tabs change. */
export function tabPath(name: ListTab, searchText: string): string {
  const params = new URLSearchParams({
    ...(name !== 'active' && { tab: name }),
    ...(searchText && { q: searchText }),
  });
  return params.size > 0 ? `/tickets?${params}` : '/tickets';
}

/** The list query of a tab: by last activity, or for a search the best match first. */
export function listQueryOfTab(name: ListTab, text: string): ListQuery {
  const filter = name === 'all' ? {} : { status: tabOf(name).statuses };
  const q = searchTextOf(text);
  return q === undefined ? { filter, sort: 'updated' } : { filter, sort: 'relevance', q };
}

/** The number of tickets in a tab. */
export const tabCount = (name: ListTab, counts: Counts | undefined): number | undefined =>
  counts && tabOf(name).statuses.reduce((sum, status) => sum + counts.status[status], 0);
