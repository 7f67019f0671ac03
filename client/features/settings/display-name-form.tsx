import { createSignal } from 'solid-js';
import type { User } from '../../../shared/schemas.ts';
import type { Account } from '../../data/account/account.ts';
import { Button } from '../../ui/button.tsx';
import { announcePolite } from '../../ui/feedback/live-region.tsx';
import { TextField } from '../../ui/form/field.tsx';
import { createFormSubmission } from '../../ui/form/form-submission.ts';
import { InlineMessage } from '../../ui/form/inline-message.tsx';

/** What others see beside one's words. */
export function DisplayNameForm(props: { me: User; account: Account }) {
  const form = createFormSubmission();
  const [name, setName] = createSignal(props.me.name);
  const [done, setDone] = createSignal<string>();
  const faults = () => ({ ...(!name().trim() && { name: 'Tell us what to call you.' }) });
  const submit = form.handler(faults, async () => {
    await props.account.rename(name().trim());
    setDone('Your name is changed.');
    announcePolite('Your name is changed');
  });
  return (
    <form class="settings-form" method="post" novalidate onSubmit={submit}>
      <TextField
        label="Name"
        name="name"
        autocomplete="name"
        required
        hint="Others see it beside what you write."
        value={name()}
        error={form.fieldError('name')}
        onInput={(typed) => {
          setName(typed);
          setDone(undefined);
        }}
      />
      <InlineMessage tone="error" text={form.formError()} />
      <div class="settings-actions">
        <Button type="submit" busy={form.busy() || form.isRateLimited()}>
          Save name
        </Button>
        <InlineMessage tone="success" text={done()} />
      </div>
    </form>
  );
}
