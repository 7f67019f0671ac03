import { For } from 'solid-js';
import { DEMO_ACCOUNTS } from '../../../shared/demo-accounts.ts';
import type { Role } from '../../../shared/vocabulary.ts';
import { useSession } from '../../data/session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { createFormSubmission } from '../../ui/form/form-submission.ts';
import { InlineMessage } from '../../ui/form/inline-message.tsx';
import type { IconName } from '../../ui/icon.tsx';

const ROLES: { role: Role; label: string; icon: IconName }[] = [
  { role: 'customer', label: 'Customer', icon: 'person' },
  { role: 'agent', label: 'Agent', icon: 'inbox' },
];

/** One-click sign-in for the demo accounts, one per role. */
export function DemoAccounts() {
  const session = useSession();
  const form = createFormSubmission();
  return (
    <form class="demo" aria-label="Demo accounts" onSubmit={(event) => event.preventDefault()}>
      <p class="muted">This is a demo. Sign in as</p>
      <div class="demo-buttons">
        <For each={ROLES}>
          {({ role, label, icon }) => (
            <Button
              icon={icon}
              busy={form.busy()}
              onClick={(event) => {
                const account = DEMO_ACCOUNTS.find((one) => one.role === role);
                const formElement = event.currentTarget.form;
                if (formElement && account)
                  void form.submit(formElement, () =>
                    session.login({ email: account.email, password: account.password }),
                  );
              }}
            >
              {label}
            </Button>
          )}
        </For>
      </div>
      <InlineMessage tone="error" text={form.formError()} />
    </form>
  );
}
