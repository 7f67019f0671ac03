import { For } from 'solid-js';
import { useSession } from '../../data/session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { createFormSubmission } from '../../ui/form/form-submission.ts';
import { InlineMessage } from '../../ui/form/inline-message.tsx';
import type { IconName } from '../../ui/icon.tsx';

const ACCOUNTS: { who: string; email: string; password: string; icon: IconName }[] = [
  { who: 'Customer', email: 'customer@example.com', password: 'customer123', icon: 'person' },
  { who: 'Agent', email: 'agent@example.com', password: 'agent123', icon: 'inbox' },
];

/** One click each into the demo desk's accounts, from either side. */
export function DemoAccounts() {
  const session = useSession();
  const form = createFormSubmission();
  return (
    <form class="demo" aria-label="Demo accounts" onSubmit={(event) => event.preventDefault()}>
      <p class="muted">This is a demo. Look around as</p>
      <div class="demo-buttons">
        <For each={ACCOUNTS}>
          {(account) => (
            <Button
              icon={account.icon}
              busy={form.busy()}
              onClick={(event) => {
                const { email, password } = account;
                const place = event.currentTarget.form;
                if (place) void form.submit(place, () => session.login({ email, password }));
              }}
            >
              {account.who}
            </Button>
          )}
        </For>
      </div>
      <InlineMessage tone="error" text={form.formError()} />
    </form>
  );
}
