import { useSearchParams } from '@solidjs/router';
import { For, Show } from 'solid-js';
import type { Role } from '../../../shared/vocabulary.ts';
import { createInvitations } from '../../data/account/users.ts';
import { useClient } from '../../data/client-context.ts';
import { useSession } from '../../data/session/session-context.ts';
import { PageTitle } from '../../ui/page-title.tsx';
import { InvitationList } from './invitation-list.tsx';
import { InviteForm } from './invite-form.tsx';
import { UserList } from './user-list.tsx';

/** Accounts and invitations; for agents. */
export function UsersPage() {
  return (
    <main id="main" class="page settings">
      <PageTitle title="People" />
      <Invite />
      <Accounts />
    </main>
  );
}

function Invite() {
  const invitations = createInvitations(useSession(), useClient().me);
  return (
    <section class="card settings-card">
      <h2>Invite an agent</h2>
      <InviteForm invitations={invitations} />
      <InvitationList invitations={invitations} />
    </section>
  );
}

const ROLES: readonly (readonly [Role, string])[] = [
  ['agent', 'Agents'],
  ['customer', 'Customers'],
];

function Accounts() {
  const [query] = useSearchParams();
  const role = (): Role => (query.role === 'customer' ? 'customer' : 'agent');
  return (
    <section class="card settings-card">
      <div class="users-header">
        <h2>Accounts</h2>
        <nav class="tabs" aria-label="Role">
          <For each={ROLES}>
            {([value, label]) => (
              <a
                class="tab"
                href={value === 'agent' ? '/people' : `/people?role=${value}`}
                aria-current={value === role() ? 'page' : undefined}
              >
                {label}
              </a>
            )}
          </For>
        </nav>
      </div>
      <Show when={role()} keyed>
        {(shown) => <UserList role={shown} />}
      </Show>
    </section>
  );
}
