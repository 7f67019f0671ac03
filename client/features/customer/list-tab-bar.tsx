import { createEffect, createMemo, For } from 'solid-js';
import { useClient } from '../../data/client-context.ts';
import { type ListTab, listQueryOfTab, searchOf, TABS, tabCount, tabPath } from './list-tabs.ts';

/** The width of the fading edge of `.tabs`. */
const FADE_PX = 32;

/** The tabs of the customer's ticket list with their counts; during a search they count its results. */
export function ListTabBar(props: { current: ListTab; searchText: string }) {
  const client = useClient();
  let bar!: HTMLUListElement;
  const isSearching = createMemo(() => searchOf(props.searchText) !== undefined);
  const resultCounts = createMemo(() =>
    isSearching()
      ? TABS.map(({ name }) => client.list(() => listQueryOfTab(name, props.searchText)))
      : undefined,
  );
  const count = (name: ListTab, index: number) => {
    const results = resultCounts();
    return results ? results[index]?.total : tabCount(name, client.counts());
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
        {({ name, label }, index) => (
          <li>
            <a
              href={tabPath(name, props.searchText)}
              noScroll
              class="tab"
              aria-current={props.current === name ? 'true' : undefined}
            >
              {label} <span class="number">{count(name, index())}</span>
            </a>
          </li>
        )}
      </For>
    </ul>
  );
}
