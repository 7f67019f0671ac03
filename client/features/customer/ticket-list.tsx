import { useSearchParams } from '@solidjs/router';
import { createMemo, For, Match, Show, Switch } from 'solid-js';
import { useClient } from '../../data/client-context.tsx';
import { deepEqual } from '../../data/lib/deep-equal.ts';
import { LoadError } from '../../ui/errors/load-error.tsx';
import { EmptyState } from '../../ui/feedback/empty-state.tsx';
import { Skeleton } from '../../ui/feedback/skeleton.tsx';
import { SearchField } from '../../ui/form/search-field.tsx';
import { LoadMore } from '../tickets/list/load-more.tsx';
import { pauseWhileHovered } from '../tickets/list/pause-while-hovered.ts';
import { PendingUpdatesButton } from '../tickets/list/pending-updates-button.tsx';
import { createStableList } from '../tickets/list/stable-list.ts';
import { listQueryOfTab, MY_TABS, parseTab, tabCount } from './list-tabs.ts';
import { TicketCard } from './ticket-card.tsx';

/** So many tickets make a search worth its place. */
const MANY = 10;

/** Tabs, search and rows; those that wait for the customer stand first. */
export function CustomerTicketList() {
  const client = useClient();
  const [query, setQuery] = useSearchParams();
  const tab = () => parseTab(query.tab);
  const words = () => (typeof query.q === 'string' ? query.q : '');
  const wish = createMemo(() => listQueryOfTab(tab(), words()), undefined, { equals: deepEqual });
  const list = client.list(wish);
  const sorted = createMemo(() => [
    ...list.tickets.filter(({ status }) => status === 'waiting_on_customer'),
    ...list.tickets.filter(({ status }) => status !== 'waiting_on_customer'),
  ]);
  const held = createStableList(sorted, () => JSON.stringify(wish()) + list.state);
  const all = () => tabCount('all', client.counts());
  return (
    <>
      <div class="customer-list-toolbar">
        <ul class="tabs" aria-label="Which tickets">
          <For each={MY_TABS}>
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
        <Show when={(all() ?? 0) > MANY || words()}>
          <SearchField
            label="Search my tickets"
            placeholder="Number, subject, text"
            value={words()}
            onSearch={(q) => setQuery({ q: q || undefined }, { replace: true })}
          />
        </Show>
      </div>
      <div ref={(element) => pauseWhileHovered(element, held.setPaused)}>
        <PendingUpdatesButton count={held().pendingCount} onApply={held.applyPending} />
        <Switch>
          <Match when={list.state === 'failed'}>
            <LoadError error={list.error} message="Your tickets could not be loaded." onRetry={list.retry} />
          </Match>
          <Match when={list.state === 'loading' && held().rows.length === 0}>
            <Skeleton kind="row" rows={4} />
          </Match>
          <Match when={held().rows.length === 0}>
            <NoTickets narrowed={words() !== '' || (tab() !== 'active' && all() !== 0)} any={all() !== 0} />
          </Match>
        </Switch>
        <ul class="ticket-cards" aria-label="Tickets" aria-busy={list.state === 'loading'}>
          <For each={held().rows}>
            {(ticket) => (
              <TicketCard
                ticket={ticket}
                gone={held().departed.has(ticket.id)}
                fresh={held().fresh.has(ticket.id)}
              />
            )}
          </For>
        </ul>
        <LoadMore list={list} />
      </div>
    </>
  );
}

function NoTickets(props: { narrowed: boolean; any: boolean }) {
  return (
    <Show
      when={!props.narrowed}
      fallback={
        <EmptyState
          icon="search"
          action={
            <a class="button" href="/tickets">
              See active tickets
            </a>
          }
        >
          Nothing here.
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
        {props.any
          ? 'All is solved. Should something break, tell us.'
          : 'Is something wrong? Tell us, and follow the answer here.'}
      </EmptyState>
    </Show>
  );
}
