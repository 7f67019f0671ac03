import { STATUSES, type Status } from '../../../shared/vocabulary.ts';
import { UNRESOLVED } from '../../../shared/workflow.ts';
import type { ListQuery } from '../../data/tickets/list-query.ts';
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

const MIN_SEARCH_LENGTH = 2;

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

/** The search as the server takes it; undefined if the text is too short for one. */
export function searchOf(text: string): string | undefined {
  const q = text.trim();
  return /^#?\d+$/.test(q) || q.length >= MIN_SEARCH_LENGTH ? q : undefined;
}

/** The list query of a tab. */
export const listQueryOfTab = (name: ListTab, text: string): ListQuery => ({
  filter: name === 'all' ? {} : { status: tabOf(name).statuses },
  sort: 'updated',
  q: searchOf(text),
});

/** The number of tickets in a tab. */
export const tabCount = (name: ListTab, counts: Counts | undefined): number | undefined =>
  counts && tabOf(name).statuses.reduce((sum, status) => sum + counts.status[status], 0);
