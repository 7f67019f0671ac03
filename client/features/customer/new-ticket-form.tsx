import { useNavigate } from '@solidjs/router';
import { createSignal, onCleanup, Show } from 'solid-js';
import { MAX_MESSAGE_LENGTH, MAX_SUBJECT_LENGTH } from '../../../shared/vocabulary.ts';
import { useDrafts } from '../../data/hooks/use-drafts.ts';
import { useTicketSubmission } from '../../data/hooks/use-ticket-submission.ts';
import { hasSameContent } from '../../data/submission/ticket-submission.ts';
import { Button } from '../../ui/button.tsx';
import { useAnnouncer } from '../../ui/feedback/live-region.tsx';
import { Field, TextField } from '../../ui/form/field.tsx';
import { createFormSubmission } from '../../ui/form/form-submission.ts';
import { InlineMessage } from '../../ui/form/inline-message.tsx';
import { LengthCount, LimitedTextarea } from '../../ui/form/limited-textarea.tsx';
import { excessLength, limitMessage } from '../../ui/form/text-limit.ts';
import { useToasts } from '../../ui/overlays/toasts.tsx';
import { OtherDrafts } from '../thread/composer/other-drafts.tsx';
import { SubmissionNotice } from './submission-notice.tsx';
import { UrgencyField } from './urgency-field.tsx';

/** Creates a ticket. The draft is saved while typing. After a lost answer, what was sent is sent again first. */
export function NewTicketForm() {
  const toasts = useToasts();
  const announce = useAnnouncer();
  const navigate = useNavigate();
  const draft = useDrafts().ticket();
  const submission = useTicketSubmission();
  const form = createFormSubmission();
  const [arrivedId, setArrivedId] = createSignal<number>();
  let isOpen = true;
  onCleanup(() => {
    isOpen = false;
  });
  const isEmpty = () => !(draft.form().subject + draft.form().description).trim();
  const unconfirmed = () => {
    const sent = submission.unconfirmed();
    if (!sent || form.busy()) return undefined;
    return hasSameContent(sent, draft.form()) ? 'same' : 'changed';
  };
  const validate = () => {
    const { subject, description } = draft.form();
    // The form itself is not sent: the earlier content is.
    if (unconfirmed() === 'changed') return {};
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
  /** Empties the form and opens the ticket, unless the user has left the page. */
  const finish = (id: number) => {
    draft.clear();
    if (isOpen) {
      announce.polite(`Ticket #${id} received`);
      navigate(`/tickets/${id}`);
    } else toasts.show(`Ticket #${id} received`);
  };
  const submit = form.handler(validate, async () => {
    setArrivedId(undefined);
    const { ticket, sent } = await submission.submit(draft.form());
    // Text may have been changed since it was sent, also while the request ran.
    if (isEmpty() || hasSameContent(sent, draft.form())) finish(ticket.id);
    else if (isOpen) setArrivedId(ticket.id);
    else toasts.show(`Ticket #${ticket.id} received. Your changes since then are kept as a draft.`);
  });
  return (
    <form class="stack new-ticket" novalidate onSubmit={submit}>
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
      <UrgencyField value={draft.form().priority} onChoose={(priority) => draft.write({ priority })} />
      <OtherDrafts draft={draft} />
      <SubmissionNotice
        arrivedId={arrivedId()}
        unconfirmed={unconfirmed()}
        onDiscard={() => {
          const id = arrivedId();
          draft.clear();
          navigate(`/tickets/${id}`);
        }}
      />
      <Show when={!unconfirmed() || form.isRateLimited()}>
        <InlineMessage tone="error" text={form.formError()} />
      </Show>
      <div class="submit-row">
        <Button type="submit" kind="primary" icon="send" busy={form.busy() || form.isRateLimited()}>
          {arrivedId()
            ? 'Send as a new ticket'
            : unconfirmed() || (form.formError() && !form.isRateLimited())
              ? 'Try again'
              : 'Send'}
        </Button>
        <Show when={draft.saved()}>
          <span class="draft-state">Draft saved on this device</span>
        </Show>
      </div>
    </form>
  );
}
