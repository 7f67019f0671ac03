import { useSearchParams } from '@solidjs/router';
import { createMemo, For, Match, Show, Switch } from 'solid-js';
import { useDesk } from '../../data/client-context.tsx';
import { alike } from '../../data/lib/deep-equal.ts';
import { FailureNote } from '../../ui/errors/load-error.tsx';
import { Empty } from '../../ui/feedback/empty-state.tsx';
import { Skeleton } from '../../ui/feedback/skeleton.tsx';
import { SearchField } from '../../ui/form/search-field.tsx';
import { LoadMore } from '../tickets/list/load-more.tsx';
import { holdWhilePointed } from '../tickets/list/pause-while-hovered.ts';
import { UpdatesPill } from '../tickets/list/pending-updates-button.tsx';
import { createHeldList } from '../tickets/list/stable-list.ts';
import { countOf, MY_TABS, readMyTab, wishOfMine } from './list-tabs.ts';
import { MyTicketRow } from './ticket-card.tsx';

/** So many tickets make a search worth its place. */
const MANY = 10;

/** Tabs, search and rows; those that wait for the customer stand first. */
export function MyTicketsList() {
  const desk = useDesk();
  const [query, setQuery] = useSearchParams();
  const tab = () => readMyTab(query.tab);
  const words = () => (typeof query.q === 'string' ? query.q : '');
  const wish = createMemo(() => wishOfMine(tab(), words()), undefined, { equals: alike });
  const list = desk.list(wish);
  const sorted = createMemo(() => [
    ...list.tickets.filter(({ status }) => status === 'waiting_on_customer'),
    ...list.tickets.filter(({ status }) => status !== 'waiting_on_customer'),
  ]);
  const held = createHeldList(sorted, () => JSON.stringify(wish()) + list.state);
  const all = () => countOf('all', desk.counts());
  return (
    <>
      <div class="my-head">
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
                  {label} <span class="number">{countOf(name, desk.counts())}</span>
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
      <div ref={(element) => holdWhilePointed(element, held.hold)}>
        <UpdatesPill count={held().waiting} onApply={held.apply} />
        <Switch>
          <Match when={list.state === 'failed'}>
            <FailureNote error={list.error} what="Your tickets could not be loaded." onRetry={list.retry} />
          </Match>
          <Match when={list.state === 'loading' && held().rows.length === 0}>
            <Skeleton kind="row" rows={4} />
          </Match>
          <Match when={held().rows.length === 0}>
            <NoTickets narrowed={words() !== '' || (tab() !== 'active' && all() !== 0)} any={all() !== 0} />
          </Match>
        </Switch>
        <ul class="cards" aria-label="Tickets" aria-busy={list.state === 'loading'}>
          <For each={held().rows}>
            {(ticket) => (
              <MyTicketRow
                ticket={ticket}
                gone={held().gone.has(ticket.id)}
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
        <Empty
          icon="search"
          action={
            <a class="button" href="/tickets">
              See active tickets
            </a>
          }
        >
          Nothing here.
        </Empty>
      }
    >
      <Empty
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
      </Empty>
    </Show>
  );
}
