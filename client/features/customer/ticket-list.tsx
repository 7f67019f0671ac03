import { useSearchParams } from '@solidjs/router';
import { createMemo, For, Match, Show, Switch } from 'solid-js';
import { useClient } from '../../data/client-context.ts';
import { deepEqual } from '../../data/lib/deep-equal.ts';
import { LoadError } from '../../ui/errors/load-error.tsx';
import { EmptyState } from '../../ui/feedback/empty-state.tsx';
import { Skeleton } from '../../ui/feedback/skeleton.tsx';
import { SearchField } from '../../ui/form/search-field.tsx';
import { LoadMore } from '../tickets/list/load-more.tsx';
import { pauseWhileHovered } from '../tickets/list/pause-while-hovered.ts';
import { PendingUpdatesButton } from '../tickets/list/pending-updates-button.tsx';
import { createStableList } from '../tickets/list/stable-list.ts';
import { listQueryOfTab, parseTab, TABS, tabCount } from './list-tabs.ts';
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
  const sorted = createMemo(() => [
    ...list.tickets.filter(({ status }) => status === 'waiting_on_customer'),
    ...list.tickets.filter(({ status }) => status !== 'waiting_on_customer'),
  ]);
  const stableList = createStableList(sorted, () => JSON.stringify(listQuery()) + list.state);
  const totalCount = () => tabCount('all', client.counts());
  return (
    <>
      <div class="customer-list-toolbar">
        <ul class="tabs" aria-label="Ticket status">
          <For each={TABS}>
            {({ name, label }) => (
              <li>
                <a
                  href={name === 'active' ? '/tickets' : `/tickets?tab=${name}`}
                  noScroll
                  class="tab"
                  aria-current={tab() === name ? 'true' : undefined}
                >
                  {label} <span class="number">{tabCount(name, client.counts())}</span>
                </a>
              </li>
            )}
          </For>
        </ul>
        <Show when={(totalCount() ?? 0) > SEARCH_ABOVE || searchText()}>
          <SearchField
            label="Search my tickets"
            placeholder="Number, subject, text"
            value={searchText()}
            onSearch={(q) => setQuery({ q: q || undefined }, { replace: true })}
          />
        </Show>
      </div>
      <div ref={(element) => pauseWhileHovered(element, stableList.setPaused)}>
        <PendingUpdatesButton count={stableList().pendingCount} onApply={stableList.applyPending} />
        <Switch>
          <Match when={list.state === 'failed'}>
            <LoadError error={list.error} message="Your tickets could not be loaded." onRetry={list.retry} />
          </Match>
          <Match when={list.state === 'loading' && stableList().rows.length === 0}>
            <Skeleton kind="row" rows={4} />
          </Match>
          <Match when={stableList().rows.length === 0}>
            <NoTickets
              isFiltered={searchText() !== '' || (tab() !== 'active' && totalCount() !== 0)}
              hasTickets={totalCount() !== 0}
            />
          </Match>
        </Switch>
        <ul class="ticket-cards" aria-label="Tickets" aria-busy={list.state === 'loading'}>
          <For each={stableList().rows}>
            {(ticket) => (
              <TicketCard
                ticket={ticket}
                departed={stableList().departed.has(ticket.id)}
                isNew={stableList().added.has(ticket.id)}
              />
            )}
          </For>
        </ul>
        <LoadMore list={list} />
      </div>
    </>
  );
}

function NoTickets(props: { isFiltered: boolean; hasTickets: boolean }) {
  return (
    <Show
      when={!props.isFiltered}
      fallback={
        <EmptyState
          icon="search"
          action={
            <a class="button" href="/tickets">
              See active tickets
            </a>
          }
        >
          No tickets found.
        </EmptyState>
      }
    >
      <EmptyState
        icon="resolved"
        action={
          <a class="button primary" href="/tickets/new">
            New ticket
          </a>
        }
      >
        {props.hasTickets
          ? 'You have no active tickets.'
          : 'You have no tickets yet. Submit one and follow the answer here.'}
      </EmptyState>
    </Show>
  );
}
