import { useNavigate } from '@solidjs/router';
import { createEffect, createMemo, For, on, Show } from 'solid-js';
import type { Status } from '../../../../shared/vocabulary.ts';
import { useClient } from '../../../data/client-context.ts';
import { createStatusTotals, type StatusTotals } from '../../../data/tickets/totals/status-totals.ts';
import { type ShortcutName, useShortcut } from '../../../ui/shortcuts/shortcuts.ts';
import { statusLabel } from '../../tickets/status.tsx';
import {
  isNarrowed,
  listQueryOf,
  type QueueParams,
  queueSearch,
  statusTabs,
  type View,
} from './queue-params.ts';

const KEYS: readonly ShortcutName[] = ['tab1', 'tab2', 'tab3', 'tab4', 'tab5'];

/** The statuses of a view as tabs with the number of their tickets; keys `1` to `5` select them. */
export function StatusTabs(props: { params: QueueParams }) {
  const navigate = useNavigate();
  const totals = createTabTotals(() => props.params);
  const tabs = createMemo((): (Status | undefined)[] => {
    const statuses = statusTabs(props.params.view);
    return statuses.length > 0 ? [undefined, ...statuses] : [];
  });
  const path = (status: Status | undefined) => `/queue${queueSearch({ ...props.params, status })}`;
  let list: HTMLUListElement | undefined;

  for (const [index, key] of KEYS.entries()) {
    useShortcut(key, () => index < tabs().length && navigate(path(tabs()[index]), { scroll: false }));
  }
  createEffect(
    on([() => props.params.status, tabs], () => {
      const current = list?.querySelector<HTMLElement>('[aria-current]');
      if (list && current) revealTab(list, current);
    }),
  );
  return (
    <Show when={tabs().length > 0}>
      <ul class="tabs" aria-label="Status" ref={list}>
        <For each={tabs()}>
          {(status) => (
            <li>
              <a
                href={path(status)}
                noScroll
                class="tab"
                aria-current={props.params.status === status ? 'true' : undefined}
              >
                {status ? statusLabel(status) : 'Any'}
                <span class="number">{totals()[status ?? 'all']}</span>
              </a>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}

/** Scrolls the row of tabs, and nothing around it. */
function revealTab(list: HTMLElement, tab: HTMLElement): void {
  const [outer, inner] = [list.getBoundingClientRect(), tab.getBoundingClientRect()];
  if (inner.left < outer.left || inner.right > outer.right)
    list.scrollBy({ left: inner.left + inner.width / 2 - outer.left - outer.width / 2 });
}

/** The number of tickets per tab. They follow the search and the filters; without these, the counts of the navigation do. */
function createTabTotals(params: () => QueueParams): () => StatusTotals {
  const client = useClient();
  const statuses = createMemo(() => statusTabs(params().view));
  const acrossStatuses = () => ({ ...params(), status: undefined });
  const isCountedByServer = createMemo(() => {
    const { view } = params();
    return (view === 'open' || view === 'all') && !isNarrowed(acrossStatuses());
  });
  const counted = createMemo(() => {
    if (isCountedByServer() || statuses().length === 0) return undefined;
    return client.use(createStatusTotals).open(() => listQueryOf(acrossStatuses()), statuses);
  });
  const current = (): StatusTotals => {
    const counts = client.counts()?.status;
    if (!isCountedByServer()) return counted()?.() ?? {};
    return counts ? { ...counts, all: statuses().reduce((sum, status) => sum + counts[status], 0) } : {};
  };
  /** While a search loads, the totals of this view from before: the tabs would change their width. */
  const shown = createMemo<{ view?: View; totals: StatusTotals }>(
    (last) => {
      const { view } = params();
      const totals = current();
      return totals.all === undefined && last.view === view ? last : { view, totals };
    },
    { totals: {} },
  );
  return () => shown().totals;
}
