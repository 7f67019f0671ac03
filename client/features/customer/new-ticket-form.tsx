import { useNavigate } from '@solidjs/router';
import { For, Show } from 'solid-js';
import { MAX_MESSAGE_LENGTH, MAX_SUBJECT_LENGTH, type Priority } from '../../../shared/vocabulary.ts';
import { useCommands } from '../../data/hooks/use-commands.ts';
import { useDrafts } from '../../data/hooks/use-drafts.ts';
import { Button } from '../../ui/button.tsx';
import { Field, TextField } from '../../ui/form/field.tsx';
import { createFormSubmission } from '../../ui/form/form-submission.ts';
import { InlineMessage } from '../../ui/form/inline-message.tsx';
import { LengthCount, LimitedTextarea } from '../../ui/form/limited-textarea.tsx';
import { excessLength, limitMessage } from '../../ui/form/text-limit.ts';
import { useToasts } from '../../ui/overlays/toasts.tsx';

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
      ...(excessLength(subject, MAX_SUBJECT_LENGTH) > 0 && {
        subject: `Shorten the subject: ${limitMessage(subject, MAX_SUBJECT_LENGTH)}.`,
      }),
      ...(excessLength(description, MAX_MESSAGE_LENGTH) > 0 && {
        description: `Shorten the description: ${limitMessage(description, MAX_MESSAGE_LENGTH)}.`,
      }),
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
        maxLength={MAX_SUBJECT_LENGTH}
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
          <>
            <LimitedTextarea
              id={control.id}
              countId={`${control.id}-count`}
              class="tall"
              name="description"
              describedBy={control.describedBy}
              invalid={control.invalid}
              max={MAX_MESSAGE_LENGTH}
              value={draft.form().description}
              onInput={(description) => draft.write({ description })}
            />
            <LengthCount
              id={`${control.id}-count`}
              text={draft.form().description}
              max={MAX_MESSAGE_LENGTH}
            />
          </>
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
      <InlineMessage tone="error" text={form.formError()} />
      <div class="submit-row">
        <Show when={draft.form().subject || draft.form().description}>
          <span class="muted">Draft saved on this device</span>
        </Show>
        <Button type="submit" kind="primary" icon="send" busy={form.busy() || form.isRateLimited()}>
          {form.formError() && !form.isRateLimited() ? 'Try again' : 'Send'}
        </Button>
      </div>
    </form>
  );
}
