import { createEffect, createMemo, createSignal, For, Match, on, Show, Switch } from 'solid-js';
import type { Account } from '../../../shared/schemas.ts';
import type { Role } from '../../../shared/vocabulary.ts';
import {
  MAX_ACCOUNTS,
  type OpenTicketCounts,
  type UserList as UserListData,
} from '../../data/account/users.ts';
import { Button } from '../../ui/button.tsx';
import { LoadError } from '../../ui/errors/load-error.tsx';
import { EmptyState } from '../../ui/feedback/empty-state.tsx';
import { Skeleton } from '../../ui/feedback/skeleton.tsx';
import { isolate } from '../../ui/isolate.ts';
import { ActivationDialog } from './activation-dialog.tsx';
import { matchingPeople } from './match-people.ts';
import { UserRow } from './user-row.tsx';

const ROWS_PER_PAGE = 100;
const PLURALS: Record<Role, string> = { agent: 'agents', customer: 'customers' };
const names = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });

/** The accounts that match the search, by name; undefined until loaded. */
export const findAccounts = (accounts: readonly Account[] | undefined, query: string) =>
  accounts &&
  matchingPeople(accounts, query, ({ name, email }) => `${name} ${email}`).toSorted(
    (a, b) => names.compare(a.name, b.name) || a.id - b.id,
  );

/** The accounts of one role in aligned columns. Renders at most `ROWS_PER_PAGE` more rows at a time. */
export function UserList(props: {
  role: Role;
  accounts: UserListData;
  counts: OpenTicketCounts;
  query: string;
  /** The matches among the other role, offered when this one has none. */
  elsewhere: { count: number; path: string };
  clearPath: string;
}) {
  const [limit, setLimit] = createSignal(ROWS_PER_PAGE);
  const [changing, setChanging] = createSignal<Account>();
  createEffect(
    on(
      () => props.query,
      () => setLimit(ROWS_PER_PAGE),
      { defer: true },
    ),
  );
  const found = createMemo(() => findAccounts(props.accounts.list.value(), props.query));
  return (
    <Switch fallback={<Skeleton kind="row" rows={3} />}>
      <Match when={found()}>
        {(list) => (
          <Show when={list().length > 0} fallback={<NoAccounts {...props} />}>
            <div>
              <div class="user-columns" aria-hidden="true">
                <span>Name</span>
                <span>E-mail</span>
                <span class="user-count">Open tickets</span>
              </div>
              <ul class="user-list">
                <For each={list().slice(0, limit())}>
                  {(account) => (
                    <UserRow
                      account={account}
                      counts={props.counts}
                      onChange={(chosen) => setChanging({ ...chosen })}
                    />
                  )}
                </For>
              </ul>
            </div>
            <Show when={list().length > limit()}>
              <Button class="people-more" onClick={() => setLimit(limit() + ROWS_PER_PAGE)}>
                Show {Math.min(ROWS_PER_PAGE, list().length - limit())} more ({list().length - limit()} left)
              </Button>
            </Show>
            <Show when={props.accounts.isTruncated()}>
              <p class="hint">
                Only the first {MAX_ACCOUNTS.toLocaleString('en')} {PLURALS[props.role]} are listed and
                searched.
              </p>
            </Show>
            <ActivationDialog
              account={changing()}
              counts={props.counts}
              setActive={props.accounts.setActive}
              onClose={() => setChanging(undefined)}
            />
          </Show>
        )}
      </Match>
      <Match when={props.accounts.list.error()}>
        {(error) => (
          <LoadError
            error={error()}
            message="The accounts could not be listed."
            onRetry={() => void props.accounts.list.refresh()}
          />
        )}
      </Match>
    </Switch>
  );
}

function NoAccounts(props: {
  role: Role;
  query: string;
  elsewhere: { count: number; path: string };
  clearPath: string;
}) {
  const others = () => PLURALS[props.role === 'agent' ? 'customer' : 'agent'];
  const noun = () => (props.elsewhere.count === 1 ? others().slice(0, -1) : others());
  return (
    <Show when={props.query} fallback={<EmptyState icon="people">No {PLURALS[props.role]} yet.</EmptyState>}>
      <EmptyState
        icon="search"
        action={
          <Show
            when={props.elsewhere.count > 0}
            fallback={
              <a class="button" href={props.clearPath}>
                Clear the search
              </a>
            }
          >
            <a class="button" href={props.elsewhere.path}>
              Show {props.elsewhere.count} matching {noun()}
            </a>
          </Show>
        }
      >
        No {PLURALS[props.role].slice(0, -1)} matches “{isolate(props.query)}”.
      </EmptyState>
    </Show>
  );
}
