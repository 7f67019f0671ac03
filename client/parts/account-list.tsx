import { createSignal, For, Match, Show, Switch } from 'solid-js';
import type { Role } from '../../shared/workflow.ts';
import { useDesk } from '../data/desk.tsx';
import { createAccounts } from '../data/people.ts';
import { useSession } from '../data/session.ts';
import { AccountRow } from './account-row.tsx';
import { Button } from './button.tsx';
import { Empty } from './empty.tsx';
import { FailureNote } from './failure.tsx';
import { failureWords } from './failure-words.ts';
import { Skeleton } from './skeleton.tsx';
import { Trouble } from './trouble.tsx';

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
