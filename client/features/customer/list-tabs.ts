import { STATUSES, type Status } from '../../../shared/vocabulary.ts';
import { UNRESOLVED } from '../../../shared/workflow.ts';
import type { ListQuery } from '../../data/tickets/list-query.ts';
import type { Counts } from '../../data/tickets/ticket-counts.ts';

/** The tabs of a customer's list, in their words. */
export const MY_TABS = [
  { name: 'active', label: 'Active', statuses: UNRESOLVED },
  { name: 'waiting', label: 'Waiting for you', statuses: ['waiting_on_customer'] },
  { name: 'solved', label: 'Solved', statuses: ['resolved'] },
  { name: 'all', label: 'All', statuses: STATUSES },
] as const satisfies readonly { name: string; label: string; statuses: readonly Status[] }[];

export type MyTab = (typeof MY_TABS)[number]['name'];

const tabOf = (name: MyTab) => MY_TABS.find((tab) => tab.name === name) ?? MY_TABS[0];

/** The tab an address names; the active tickets if it names none. */
export const parseTab = (value: string | string[] | undefined): MyTab =>
  MY_TABS.find(({ name }) => name === value)?.name ?? 'active';

/** The list behind a tab. */
export function listQueryOfTab(name: MyTab, words: string): ListQuery {
  const q = words.trim();
  return {
    filter: name === 'all' ? {} : { status: tabOf(name).statuses },
    sort: 'updated',
    q: /^\d+$/.test(q) || q.length >= 2 ? q : undefined,
  };
}

/** How many tickets a tab has. */
export const tabCount = (name: MyTab, counts: Counts | undefined): number | undefined =>
  counts && tabOf(name).statuses.reduce((sum, status) => sum + counts.status[status], 0);
