import { createEffect, createMemo, For } from 'solid-js';
import { useClient } from '../../data/client-context.ts';
import { searchTextOf } from '../../data/tickets/list-query.ts';
import { type ListTab, listQueryOfTab, TABS, tabCount, tabPath } from './list-tabs.ts';

/** The width of the fading edge of `.tabs`. */
const FADE_PX = 32;

/** The tabs of the customer's ticket list with their counts; during a search they count its results. */
export function ListTabBar(props: { current: ListTab; searchText: string }) {
  const client = useClient();
  let bar!: HTMLUListElement;
  const isSearching = createMemo(() => searchTextOf(props.searchText) !== undefined);
  const listOf = (name: ListTab) => client.list(() => listQueryOfTab(name, props.searchText));
  const found = createMemo(() => (isSearching() ? listOf('all') : undefined));
  /** Only if the results do not fit into one page: a request for each tab. */
  const foundByTab = createMemo(() => (found()?.hasMore ? TABS.map(({ name }) => listOf(name)) : undefined));
  const count = ({ name, statuses }: (typeof TABS)[number], index: number) => {
    const results = found();
    if (!results) return tabCount(name, client.counts());
    const isLoaded = results.total !== undefined;
    const countOnPage = () =>
      results.tickets.filter(({ status }) => statuses.some((s) => s === status)).length;
    return foundByTab()?.[index]?.total ?? (isLoaded ? countOnPage() : undefined);
  };
  // On a phone the tabs scroll: show the current one, clear of the fading edge. The counts make the tabs wider.
  createEffect(() => {
    client.counts();
    const tab = bar.querySelector(`[href="${CSS.escape(tabPath(props.current, props.searchText))}"]`);
    const hidden = (tab?.getBoundingClientRect().right ?? 0) + FADE_PX - bar.getBoundingClientRect().right;
    if (hidden > 0) bar.scrollLeft += hidden;
  });
  return (
    <ul class="tabs" aria-label="Ticket status" ref={bar}>
      <For each={TABS}>
        {(tab, index) => (
          <li>
            <a
              href={tabPath(tab.name, props.searchText)}
              noScroll
              class="tab"
              aria-current={props.current === tab.name ? 'true' : undefined}
            >
              {tab.label} <span class="number">{count(tab, index())}</span>
            </a>
          </li>
        )}
      </For>
    </ul>
  );
}
