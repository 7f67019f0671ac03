import { useSearchParams } from '@solidjs/router';
import { createMemo, For, Match, Show, Switch } from 'solid-js';
import { useClient } from '../../data/client-context.ts';
import { deepEqual } from '../../data/lib/deep-equal.ts';
import { LoadError } from '../../ui/errors/load-error.tsx';
import { Skeleton } from '../../ui/feedback/skeleton.tsx';
import { SearchField } from '../../ui/form/search-field.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { createSearchMarks } from '../../ui/text/search-marks.ts';
import { announceResults } from '../tickets/list/announce-results.ts';
import { LoadMore } from '../tickets/list/load-more.tsx';
import { pauseWhileHovered } from '../tickets/list/pause-while-hovered.ts';
import { PendingUpdatesButton } from '../tickets/list/pending-updates-button.tsx';
import { createStableList } from '../tickets/list/stable-list.ts';
import { ListTabBar } from './list-tab-bar.tsx';
import { type ListTab, listQueryOfTab, parseTab, tabCount, tabOf, tabPath } from './list-tabs.ts';
import { TicketCard } from './ticket-card.tsx';

/** The search field is shown above this number of tickets. */
const SEARCH_ABOVE = 10;

/** The customer's tickets with tabs and search. Tickets that wait for the customer come first. */
export function CustomerTicketList() {
  const client = useClient();
  const [query, setQuery] = useSearchParams();
  const tab = () => parseTab(query.tab);
  const searchText = () => (typeof query.q === 'string' ? query.q : '');
  const listQuery = createMemo(() => listQueryOfTab(tab(), searchText()), undefined, { equals: deepEqual });
  const list = client.list(listQuery);
  announceResults(list);
  /** The results of a search have the best match first. */
  const sorted = createMemo(() =>
    list.query.q !== undefined
      ? list.tickets
      : [
          ...list.tickets.filter(({ status }) => status === 'waiting_on_customer'),
          ...list.tickets.filter(({ status }) => status !== 'waiting_on_customer'),
        ],
  );
  const marks = createSearchMarks(() => list.query.q);
  const stableList = createStableList(sorted, () => JSON.stringify(list.query) + list.state);
  const totalCount = () => tabCount('all', client.counts());
  const hasNoTickets = () => totalCount() === 0 && searchText() === '' && stableList().rows.length === 0;
  return (
    <>
      <header class="my-tickets-header">
        <PageTitle title="My tickets" />
        <Show when={(totalCount() ?? 0) > SEARCH_ABOVE || searchText()}>
          <SearchField
            label="Search my tickets"
            placeholder="Search"
            value={searchText()}
            onSearch={(q) => setQuery({ q: q || undefined }, { replace: true })}
          />
        </Show>
      </header>
      <Show when={!hasNoTickets()} fallback={<FirstTicket />}>
        <div class="my-tickets-tabs" classList={{ unknown: totalCount() === undefined }}>
          <ListTabBar current={tab()} searchText={searchText()} />
        </div>
        <div ref={(element) => pauseWhileHovered(element, stableList.setPaused)}>
          <PendingUpdatesButton count={stableList().pendingCount} onApply={stableList.applyPending} />
          <Switch>
            <Match when={list.state === 'failed'}>
              <LoadError
                error={list.error}
                message="Your tickets could not be loaded."
                onRetry={list.retry}
              />
            </Match>
            <Match
              when={list.state === 'loading' && list.total === undefined && stableList().rows.length === 0}
            >
              <Skeleton kind="row" rows={4} />
            </Match>
            <Match when={stableList().rows.length === 0}>
              <NoTickets tab={tab()} searchText={list.query.q} />
            </Match>
          </Switch>
          <ul class="ticket-cards" aria-label="Tickets" aria-busy={list.state === 'loading'}>
            <For each={stableList().rows}>
              {(ticket) => (
                <TicketCard
                  ticket={ticket}
                  marks={marks()}
                  match={list.match(ticket.id)}
                  departed={stableList().departed.has(ticket.id)}
                  isNew={stableList().added.has(ticket.id)}
                />
              )}
            </For>
          </ul>
          <LoadMore list={list} />
        </div>
      </Show>
    </>
  );
}

/** The start page before the first ticket. */
function FirstTicket() {
  return (
    <div class="no-tickets first-ticket">
      <p>You have no tickets yet.</p>
      <a class="button primary" href="/tickets/new">
        New ticket
      </a>
    </div>
  );
}

/** A tab or a search without a ticket. */
function NoTickets(props: { tab: ListTab; searchText: string | undefined }) {
  return (
    <div class="no-tickets empty">
      <Show
        when={props.searchText}
        fallback={
          <>
            <p>{tabOf(props.tab).empty}</p>
            <Show when={props.tab !== 'active'}>
              <a class="button" href="/tickets">
                See active tickets
              </a>
            </Show>
          </>
        }
      >
        {(text) => (
          <>
            <p>
              No ticket matches “<bdi>{text()}</bdi>”.
            </p>
            <Show
              when={props.tab !== 'all'}
              fallback={
                <a class="button" href={tabPath('all', '')}>
                  Clear the search
                </a>
              }
            >
              <a class="button" href={tabPath('all', text())}>
                Search in all tickets
              </a>
            </Show>
          </>
        )}
      </Show>
    </div>
  );
}
