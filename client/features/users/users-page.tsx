import { useNavigate, useSearchParams } from '@solidjs/router';
import { createSignal, For, getOwner, runWithOwner, Show, untrack } from 'solid-js';
import type { Role } from '../../../shared/vocabulary.ts';
import {
  createInvitations,
  createOpenTicketCounts,
  createUserList,
  type UserList as UserListData,
} from '../../data/account/users.ts';
import { useClient } from '../../data/client-context.ts';
import { useSession } from '../../data/session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { SearchField } from '../../ui/form/search-field.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { InvitationList } from './invitation-list.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { findAccounts, UserList } from './user-list.tsx';

const ROLES: readonly (readonly [Role, string])[] = [
  ['agent', 'Agents'],
  ['customer', 'Customers'],
];

const pathOf = (role: Role, q: string): string => {
  const search = new URLSearchParams({ ...(role === 'customer' && { role }), ...(q && { q }) }).toString();
  return `/people${search && `?${search}`}`;
};

/** Accounts and invitations; for agents. Role and search are in the URL. */
export function UsersPage() {
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const [isInviting, setInviting] = createSignal(false);
  const lists = createLists();
  const counts = createOpenTicketCounts(useSession(), useClient().me);
  const invitations = createInvitations(useSession(), useClient().me);
  const role = (): Role => (params.role === 'customer' ? 'customer' : 'agent');
  const query = () => (typeof params.q === 'string' ? params.q.trim() : '');
  /** During a search, the other role is searched as well. */
  const matchCount = (of: Role): number | undefined =>
    query() ? findAccounts(lists(of).list.value(), query())?.length : undefined;
  const otherRole = (): Role => (role() === 'agent' ? 'customer' : 'agent');
  return (
    <main id="main" class="page people">
      <div class="people-title">
        <PageTitle title="People" />
        <Button kind="primary" icon="plus" onClick={() => setInviting(true)}>
          Invite an agent
        </Button>
      </div>
      <div class="people-toolbar">
        <nav class="tabs" aria-label="Role">
          <For each={ROLES}>
            {([value, label]) => (
              <a
                class="tab"
                href={pathOf(value, query())}
                aria-current={value === role() ? 'page' : undefined}
              >
                {label}
                <Show when={matchCount(value) !== undefined}>
                  <span class="number">{matchCount(value)}</span>
                </Show>
              </a>
            )}
          </For>
        </nav>
        <SearchField
          label="Search people"
          placeholder="Name or e-mail"
          value={query()}
          onSearch={(text) => navigate(pathOf(role(), text.trim()), { replace: true, scroll: false })}
        />
      </div>
      <Show when={role()} keyed>
        {(shown) => (
          <UserList
            role={shown}
            accounts={lists(shown)}
            counts={counts}
            query={query()}
            elsewhere={{ count: matchCount(otherRole()) ?? 0, path: pathOf(otherRole(), query()) }}
            clearPath={pathOf(shown, '')}
          />
        )}
      </Show>
      {/* Not before the list above, which would push it down. */}
      <Show when={role() === 'agent' && (lists('agent').list.value() || lists('agent').list.error())}>
        <InvitationList invitations={invitations} query={query()} />
      </Show>
      <InviteDialog open={isInviting()} invitations={invitations} onClose={() => setInviting(false)} />
    </main>
  );
}

/** The accounts per role; each list is loaded when it is first needed. */
function createLists(): (role: Role) => UserListData {
  const session = useSession();
  const { me } = useClient();
  const owner = getOwner();
  const lists = new Map<Role, UserListData>();
  return (role) => {
    const list =
      lists.get(role) ?? untrack(() => runWithOwner(owner, () => createUserList(session, me, role)));
    if (!list) throw new Error('The page is closed.');
    lists.set(role, list);
    return list;
  };
}
