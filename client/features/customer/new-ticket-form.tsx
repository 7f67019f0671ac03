import { useNavigate } from '@solidjs/router';
import { For, Show } from 'solid-js';
import type { Priority } from '../../../shared/vocabulary.ts';
import { useCommands } from '../../data/hooks/use-commands.ts';
import { useDrafts } from '../../data/hooks/use-drafts.ts';
import { Button } from '../../ui/button.tsx';
import { Field, TextField } from '../../ui/form/field.tsx';
import { createFormSubmission } from '../../ui/form/form-submission.ts';
import { InlineMessage } from '../../ui/form/inline-message.tsx';
import { useToasts } from '../../ui/overlays/toasts.tsx';
import { OtherDrafts } from '../thread/composer/other-drafts.tsx';

const URGENCY: readonly [Priority, string, string][] = [
  ['low', 'When you have time', 'A question or a request'],
  ['medium', 'Soon', 'Something does not work properly'],
  ['high', 'Urgent', 'I cannot work'],
];

/** Creates a ticket. The draft is saved while typing, and retries with the same key create one ticket only. */
export function NewTicketForm() {
  const toasts = useToasts();
  const commands = useCommands();
  const navigate = useNavigate();
  const draft = useDrafts().ticket();
  const form = createFormSubmission();
  const validate = () => {
    const { subject, description } = draft.form();
    return {
      ...(!subject.trim() && { subject: 'Enter a subject.' }),
      ...(!description.trim() && { description: 'Describe what happened.' }),
    };
  };
  const submit = form.handler(validate, async () => {
    const { key, ...ticket } = draft.form();
    const { id } = await commands.createTicket(ticket, key);
    draft.clear();
    toasts.show(`Ticket #${id} received`);
    navigate(`/tickets/${id}`);
  });
  return (
    <form class="stack card form-card" novalidate onSubmit={submit}>
      <TextField
        label="Subject"
        name="subject"
        maxlength={200}
        autocomplete="off"
        value={draft.form().subject}
        error={form.fieldError('subject')}
        onInput={(subject) => draft.write({ subject })}
      />
      <Field
        label="What happened?"
        hint="Links, lists, **bold** and `code` work."
        error={form.fieldError('description')}
      >
        {(control) => (
          <textarea
            class="input textarea tall"
            id={control.id}
            aria-describedby={control.describedBy}
            aria-invalid={control.invalid}
            name="description"
            maxlength="20000"
            dir="auto"
            value={draft.form().description}
            onInput={(event) => draft.write({ description: event.currentTarget.value })}
          />
        )}
      </Field>
      <fieldset class="urgency">
        <legend>How urgent is it?</legend>
        <For each={URGENCY}>
          {([value, label, hint]) => (
            <label class="choice-card">
              <input
                type="radio"
                name="priority"
                value={value}
                checked={draft.form().priority === value}
                onChange={() => draft.write({ priority: value })}
              />
              <span>
                <strong>{label}</strong>
                <span class="muted">{hint}</span>
              </span>
            </label>
          )}
        </For>
      </fieldset>
      <OtherDrafts draft={draft} />
      <InlineMessage tone="error" text={form.formError()} />
      <div class="submit-row">
        <Show when={draft.form().subject || draft.form().description}>
          <span class="muted">{draft.saved() ? 'Draft saved on this device' : ''}</span>
        </Show>
        <Button type="submit" kind="primary" icon="send" busy={form.busy() || form.isRateLimited()}>
          {form.formError() && !form.isRateLimited() ? 'Try again' : 'Send'}
        </Button>
      </div>
    </form>
  );
}
