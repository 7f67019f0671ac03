import { createSignal, For, Match, Show, Switch } from 'solid-js';
import type { Role } from '../../../shared/vocabulary.ts';
import { createUserList } from '../../data/account/users.ts';
import { useClient } from '../../data/client-context.ts';
import { useSession } from '../../data/session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { errorMessage } from '../../ui/errors/error-message.ts';
import { LoadError } from '../../ui/errors/load-error.tsx';
import { EmptyState } from '../../ui/feedback/empty-state.tsx';
import { Skeleton } from '../../ui/feedback/skeleton.tsx';
import { InlineMessage } from '../../ui/form/inline-message.tsx';
import { UserRow } from './user-row.tsx';

/** The accounts of one role. Recreated per role. */
export function UserList(props: { role: Role }) {
  const accounts = createUserList(useSession(), useClient().me, props.role);
  const [busy, setBusy] = createSignal(false);
  const loadError = () => {
    const error = accounts.list.error();
    return error && errorMessage(error);
  };
  const loadMore = async () => {
    setBusy(true);
    await accounts.loadMore();
    setBusy(false);
  };
  return (
    <Switch fallback={<Skeleton kind="row" rows={3} />}>
      <Match when={accounts.list.value()}>
        {(list) => (
          <>
            <ul class="user-list">
              <For
                each={list()}
                fallback={
                  <li>
                    <EmptyState icon="person">No accounts yet.</EmptyState>
                  </li>
                }
              >
                {(account) => (
                  <UserRow
                    account={account}
                    onChange={accounts.setActive}
                    countUnresolved={accounts.countUnresolved}
                  />
                )}
              </For>
            </ul>
            <Show when={accounts.hasMore()}>
              <InlineMessage tone="error" text={loadError()} />
              <div class="actions">
                <Button busy={busy()} onClick={() => void loadMore()}>
                  Load more
                </Button>
              </div>
            </Show>
          </>
        )}
      </Match>
      <Match when={accounts.list.error()}>
        {(error) => (
          <LoadError
            error={error()}
            message="The accounts could not be listed."
            onRetry={() => void accounts.list.refresh()}
          />
        )}
      </Match>
    </Switch>
  );
}
