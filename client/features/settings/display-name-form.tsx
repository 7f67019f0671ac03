import { createSignal } from 'solid-js';
import type { User } from '../../../shared/schemas.ts';
import type { Account } from '../../data/account/account.ts';
import { Button } from '../../ui/button.tsx';
import { useAnnouncer } from '../../ui/feedback/live-region.tsx';
import { TextField } from '../../ui/form/field.tsx';
import { createFormSubmission } from '../../ui/form/form-submission.ts';
import { InlineMessage } from '../../ui/form/inline-message.tsx';

/** Changes the display name. */
export function DisplayNameForm(props: { me: User; account: Account }) {
  const announce = useAnnouncer();
  const form = createFormSubmission();
  const [name, setName] = createSignal(props.me.name);
  const [confirmation, setConfirmation] = createSignal<string>();
  const validate = () => ({ ...(!name().trim() && { name: 'Enter your name.' }) });
  const submit = form.handler(validate, async () => {
    await props.account.rename(name().trim());
    setConfirmation('Your name is changed.');
    announce.polite('Your name is changed');
  });
  return (
    <form class="settings-form" method="post" novalidate onSubmit={submit}>
      <TextField
        label="Name"
        name="name"
        autocomplete="name"
        required
        hint="Shown next to your replies."
        value={name()}
        error={form.fieldError('name')}
        onInput={(text) => {
          setName(text);
          setConfirmation(undefined);
        }}
      />
      <InlineMessage tone="error" text={form.formError()} />
      <div class="settings-actions">
        <Button type="submit" busy={form.busy() || form.isRateLimited()}>
          Save name
        </Button>
        <InlineMessage tone="success" text={confirmation()} />
      </div>
    </form>
  );
}
