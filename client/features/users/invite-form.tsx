import { createSignal, Show } from 'solid-js';
import type { Invitations } from '../../data/account/users.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { useAnnouncer } from '../../ui/feedback/live-region.tsx';
import { TextField } from '../../ui/form/field.tsx';
import { createFormSubmission } from '../../ui/form/form-submission.ts';
import { InlineMessage } from '../../ui/form/inline-message.tsx';
import { isPlausibleEmail } from '../../ui/form/is-email.ts';
import { isolate } from '../../ui/isolate.ts';

/** A new invite link and the invited e-mail address. The link is shown only once. */
type CreatedInvitation = { email: string; link: string };

/** Creates an invite link to share; the server sends no e-mail. */
export function InviteForm(props: { invitations: Invitations }) {
  const [created, setCreated] = createSignal<CreatedInvitation>();
  let field: HTMLInputElement | undefined;
  const inviteAnother = () => {
    setCreated(undefined);
    field?.focus();
  };
  return (
    <Show
      when={created()}
      fallback={
        <EmailForm
          ref={(element) => (field = element)}
          invitations={props.invitations}
          onCreated={setCreated}
        />
      }
    >
      {(invitation) => <NewLink invitation={invitation()} onInviteAnother={inviteAnother} />}
    </Show>
  );
}

function EmailForm(props: {
  invitations: Invitations;
  onCreated: (invitation: CreatedInvitation) => void;
  ref: (field: HTMLInputElement) => void;
}) {
  const form = createFormSubmission('This address already has an account here.');
  const [email, setEmail] = createSignal('');
  const emailError = (address: string) => {
    if (!isPlausibleEmail(address)) return 'Enter a valid e-mail address.';
    // One valid link per address: a second one would be a second secret to protect.
    const invited = props.invitations.list.value()?.some((other) => other.email === address.toLowerCase());
    return invited && 'This address is already invited. If the link is lost, withdraw the invitation first.';
  };
  const validate = () => {
    const error = emailError(email().trim());
    return { ...(error && { email: error }) };
  };
  const submit = form.handler(validate, async () => {
    const { link } = await props.invitations.invite(email());
    props.onCreated({ email: email().trim(), link });
  });
  return (
    <form class="settings-form" method="post" novalidate onSubmit={submit}>
      <TextField
        ref={(element) => props.ref(element)}
        label="E-mail"
        name="email"
        type="email"
        autocomplete="off"
        required
        hint="The address the new agent signs in with. You get a link to share; no e-mail is sent."
        value={email()}
        error={form.fieldError('email')}
        onInput={setEmail}
      />
      <InlineMessage tone="error" text={form.formError()} />
      <div class="actions">
        <Button type="submit" kind="primary" icon="link" busy={form.busy() || form.isRateLimited()}>
          Create invite link
        </Button>
      </div>
    </form>
  );
}

function NewLink(props: { invitation: CreatedInvitation; onInviteAnother: () => void }) {
  const announce = useAnnouncer();
  const onCopyButton = (copy: HTMLButtonElement) => {
    queueMicrotask(() => copy.focus());
    announce.polite('The link is ready to copy');
  };
  return (
    <div class="stack new-link">
      <CopyField
        label={`Link for ${isolate(props.invitation.email)}`}
        value={props.invitation.link}
        ref={onCopyButton}
      />
      <p>
        The link works <strong>once, for 7 days</strong>, and is shown only now. Share it with{' '}
        {props.invitation.email} only: the first person to use it becomes an agent.
      </p>
      <div class="actions">
        <Button onClick={() => props.onInviteAnother()}>Invite another agent</Button>
      </div>
    </div>
  );
}
