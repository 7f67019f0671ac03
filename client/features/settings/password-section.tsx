import { createSignal } from 'solid-js';
import type { User } from '../../../shared/schemas.ts';
import type { Account } from '../../data/account/account.ts';
import { Button } from '../../ui/button.tsx';
import { useAnnouncer } from '../../ui/feedback/live-region.tsx';
import { createFormSubmission } from '../../ui/form/form-submission.ts';
import { InlineMessage } from '../../ui/form/inline-message.tsx';
import { PasswordField } from '../../ui/form/password-field.tsx';

/** Changes the password; requires the current one. */
export function PasswordSection(props: { me: User; account: Account }) {
  const announce = useAnnouncer();
  const form = createFormSubmission();
  const [current, setCurrent] = createSignal('');
  const [next, setNext] = createSignal('');
  const [confirmation, setConfirmation] = createSignal<string>();
  const validate = () => {
    setConfirmation(undefined);
    return {
      ...(!current() && { current: 'Enter your current password.' }),
      ...([...next()].length < 8 && { next: 'Use at least 8 characters.' }),
    };
  };
  const submit = form.handler(validate, async () => {
    await props.account.changePassword(current(), next());
    setCurrent('');
    setNext('');
    const text = 'Your password is changed. Every other device is signed out.';
    setConfirmation(text);
    announce.polite(text);
  });
  return (
    <section class="settings-card">
      <h2>Password</h2>
      <form class="settings-form" method="post" novalidate onSubmit={submit}>
        {/* The user name for password managers. */}
        <input type="text" name="username" autocomplete="username" value={props.me.email} hidden readonly />
        <PasswordField
          label="Current password"
          name="current"
          autocomplete="current-password"
          value={current()}
          onInput={setCurrent}
          error={form.fieldError('current')}
        />
        <PasswordField
          label="New password"
          name="next"
          autocomplete="new-password"
          hint="At least 8 characters. Several words make a strong password."
          value={next()}
          onInput={setNext}
          error={form.fieldError('next')}
        />
        <div class="settings-actions">
          <p class="hint">Changing the password signs out every other device. You stay signed in here.</p>
          <div class="stack">
            <InlineMessage tone="error" text={form.formError()} />
            <Button type="submit" busy={form.busy() || form.isRateLimited()}>
              Change password
            </Button>
            <InlineMessage tone="success" text={confirmation()} />
          </div>
        </div>
      </form>
    </section>
  );
}
