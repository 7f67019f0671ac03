import { createSignal, For, Match, Show, Switch } from 'solid-js';
import type { Role } from '../../../shared/workflow.ts';
import { createAccounts } from '../../data/account/users.ts';
import { useDesk } from '../../data/client-context.tsx';
import { useSession } from '../../data/session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { failureWords } from '../../ui/errors/error-message.ts';
import { FailureNote } from '../../ui/errors/load-error.tsx';
import { Empty } from '../../ui/feedback/empty-state.tsx';
import { Skeleton } from '../../ui/feedback/skeleton.tsx';
import { Trouble } from '../../ui/form/trouble.tsx';
import { AccountRow } from './user-row.tsx';

/** Everybody of one role; made anew for the other. */
export function AccountList(props: { role: Role }) {
  const accounts = createAccounts(useSession(), useDesk().me, props.role);
  const [busy, setBusy] = createSignal(false);
  const trouble = () => {
    const error = accounts.list.error();
    return error && failureWords(error);
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
            <ul class="roster">
              <For
                each={list()}
                fallback={
                  <li>
                    <Empty icon="person">Nobody has an account of this kind yet.</Empty>
                  </li>
                }
              >
                {(account) => <AccountRow account={account} onChange={accounts.setActive} />}
              </For>
            </ul>
            <Show when={accounts.hasMore()}>
              <Trouble words={trouble()} />
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
          <FailureNote
            error={error()}
            what="The accounts could not be listed."
            onRetry={() => void accounts.list.refresh()}
          />
        )}
      </Match>
    </Switch>
  );
}
