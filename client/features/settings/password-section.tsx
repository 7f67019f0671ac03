import { createSignal } from 'solid-js';
import type { User } from '../../../shared/schemas.ts';
import type { Account } from '../../data/account/account.ts';
import { Button } from '../../ui/button.tsx';
import { announcePolite } from '../../ui/feedback/live-region.tsx';
import { createFormSubmission } from '../../ui/form/form-submission.ts';
import { InlineMessage } from '../../ui/form/inline-message.tsx';
import { PasswordField } from '../../ui/form/password-field.tsx';

/** A new password, for whoever knows the current one. */
export function PasswordSection(props: { me: User; account: Account }) {
  const form = createFormSubmission();
  const [current, setCurrent] = createSignal('');
  const [next, setNext] = createSignal('');
  const [done, setDone] = createSignal<string>();
  const faults = () => {
    setDone(undefined);
    return {
      ...(!current() && { current: 'Your current password is missing.' }),
      ...([...next()].length < 8 && { next: 'This is too short.' }),
    };
  };
  const submit = form.handler(faults, async () => {
    await props.account.changePassword(current(), next());
    setCurrent('');
    setNext('');
    const words = 'Your password is changed. Every other device is signed out.';
    setDone(words);
    announcePolite(words);
  });
  return (
    <section class="card settings-card">
      <h2>Password</h2>
      <form class="settings-form" method="post" novalidate onSubmit={submit}>
        {/* Tells password managers whose password this is. */}
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
          hint="At least 8 characters. A few words make a good one."
          value={next()}
          onInput={setNext}
          error={form.fieldError('next')}
        />
        <p class="hint">Changing it signs out every other device, and keeps you signed in here.</p>
        <InlineMessage tone="error" text={form.formError()} />
        <div class="settings-actions">
          <Button type="submit" busy={form.busy() || form.isRateLimited()}>
            Change password
          </Button>
          <InlineMessage tone="success" text={done()} />
        </div>
      </form>
    </section>
  );
}
