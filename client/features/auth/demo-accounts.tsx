import { For } from 'solid-js';
import { useSession } from '../../data/session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { createFormSubmission } from '../../ui/form/form-submission.ts';
import { InlineMessage } from '../../ui/form/inline-message.tsx';
import type { IconName } from '../../ui/icon.tsx';

const ACCOUNTS: { label: string; email: string; password: string; icon: IconName }[] = [
  { label: 'Customer', email: 'customer@example.com', password: 'customer123', icon: 'person' },
  { label: 'Agent', email: 'agent@example.com', password: 'agent123', icon: 'inbox' },
];

/** One-click sign-in for the demo accounts, one per role. */
export function DemoAccounts() {
  const session = useSession();
  const form = createFormSubmission();
  return (
    <form class="demo" aria-label="Demo accounts" onSubmit={(event) => event.preventDefault()}>
      <p class="muted">This is a demo. Sign in as</p>
      <div class="demo-buttons">
        <For each={ACCOUNTS}>
          {(account) => (
            <Button
              icon={account.icon}
              busy={form.busy()}
              onClick={(event) => {
                const { email, password } = account;
                const formElement = event.currentTarget.form;
                if (formElement) void form.submit(formElement, () => session.login({ email, password }));
              }}
            >
              {account.label}
            </Button>
          )}
        </For>
      </div>
      <InlineMessage tone="error" text={form.formError()} />
    </form>
  );
}
