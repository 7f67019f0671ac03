import { createSignal } from 'solid-js';
import type { User } from '../../../shared/schemas.ts';
import type { Account } from '../../data/account/account.ts';
import { Button } from '../../ui/button.tsx';
import { announce } from '../../ui/feedback/live-region.tsx';
import { Done } from '../../ui/form/done.tsx';
import { createSubmission } from '../../ui/form/form-submission.ts';
import { PasswordField } from '../../ui/form/password-field.tsx';
import { Trouble } from '../../ui/form/trouble.tsx';

/** A new password, for whoever knows the current one. */
export function SettingsPassword(props: { me: User; account: Account }) {
  const form = createSubmission();
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
    announce(words);
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
          error={form.errorOf('current')}
        />
        <PasswordField
          label="New password"
          name="next"
          autocomplete="new-password"
          hint="At least 8 characters. A few words make a good one."
          value={next()}
          onInput={setNext}
          error={form.errorOf('next')}
        />
        <p class="hint">Changing it signs out every other device, and keeps you signed in here.</p>
        <Trouble words={form.trouble()} />
        <div class="settings-end">
          <Button type="submit" busy={form.busy() || form.limited()}>
            Change password
          </Button>
          <Done words={done()} />
        </div>
      </form>
    </section>
  );
}
