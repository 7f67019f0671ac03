import { createSignal } from 'solid-js';
import type { User } from '../../../shared/schemas.ts';
import type { Account } from '../../data/account/account.ts';
import { Button } from '../../ui/button.tsx';
import { announce } from '../../ui/feedback/live-region.tsx';
import { Done } from '../../ui/form/done.tsx';
import { TextField } from '../../ui/form/field.tsx';
import { createSubmission } from '../../ui/form/form-submission.ts';
import { Trouble } from '../../ui/form/trouble.tsx';

/** What others see beside one's words. */
export function SettingsName(props: { me: User; account: Account }) {
  const form = createSubmission();
  const [name, setName] = createSignal(props.me.name);
  const [done, setDone] = createSignal<string>();
  const faults = () => ({ ...(!name().trim() && { name: 'Tell us what to call you.' }) });
  const submit = form.handler(faults, async () => {
    await props.account.rename(name().trim());
    setDone('Your name is changed.');
    announce('Your name is changed');
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
        error={form.errorOf('name')}
        onInput={(typed) => {
          setName(typed);
          setDone(undefined);
        }}
      />
      <Trouble words={form.trouble()} />
      <div class="settings-end">
        <Button type="submit" busy={form.busy() || form.limited()}>
          Save name
        </Button>
        <Done words={done()} />
      </div>
    </form>
  );
}
