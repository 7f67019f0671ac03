import { useSearchParams } from '@solidjs/router';
import { For, Show } from 'solid-js';
import type { Role } from '../../shared/workflow.ts';
import { useDesk } from '../data/desk.tsx';
import { createInvitations } from '../data/people.ts';
import { useSession } from '../data/session.ts';
import { AccountList } from '../parts/account-list.tsx';
import { InvitationList } from '../parts/invitation-list.tsx';
import { InviteForm } from '../parts/invite-form.tsx';
import { Only } from '../parts/only.tsx';
import { PageTitle } from '../parts/page-title.tsx';

/** Who is here, and who may come: agents look after it. */
export function People() {
  return (
    <Only for="agent">
      <main id="main" class="page settings">
        <PageTitle title="People" />
        <Invite />
        <Accounts />
      </main>
    </Only>
  );
}

function Invite() {
  const invitations = createInvitations(useSession(), useDesk().me);
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
      <div class="people-head">
        <h2>Accounts</h2>
        <nav class="tabs" aria-label="Which accounts">
          <For each={ROLES}>
            {([value, words]) => (
              <a
                class="tab"
                href={value === 'agent' ? '/people' : `/people?role=${value}`}
                aria-current={value === role() ? 'page' : undefined}
              >
                {words}
              </a>
            )}
          </For>
        </nav>
      </div>
      <Show when={role()} keyed>
        {(shown) => <AccountList role={shown} />}
      </Show>
    </section>
  );
}
