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
import { Dialog } from '../../ui/overlays/dialog.tsx';

/** A new invite link and the invited e-mail address. The link is shown only once. */
type CreatedInvitation = { email: string; link: string };

/** Creates an invite link to share; the server sends no e-mail. */
export function InviteDialog(props: { open: boolean; invitations: Invitations; onClose: () => void }) {
  const [created, setCreated] = createSignal<CreatedInvitation>();
  const close = () => {
    setCreated(undefined);
    props.onClose();
  };
  return (
    // A click outside must not close it: the link is shown only once.
    <Dialog open={props.open} title="Invite an agent" onClose={close} dismissible={!created()}>
      <Show
        when={created()}
        fallback={<EmailForm invitations={props.invitations} onCreated={setCreated} onCancel={close} />}
      >
        {(invitation) => (
          <NewLink invitation={invitation()} onInviteAnother={() => setCreated(undefined)} onClose={close} />
        )}
      </Show>
    </Dialog>
  );
}

function EmailForm(props: {
  invitations: Invitations;
  onCreated: (invitation: CreatedInvitation) => void;
  onCancel: () => void;
}) {
  const form = createFormSubmission('This address already has an account here.');
  const [email, setEmail] = createSignal('');
  const emailError = (address: string) => {
    if (!isPlausibleEmail(address)) return 'Enter a valid e-mail address.';
    // One valid link per address: a second one would be a second secret to protect.
    const invited = props.invitations.list.value()?.some((other) => other.email === address.toLowerCase());
    return invited && 'This address is already invited. If the link is lost, revoke the invitation first.';
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
    <form class="stack" method="post" novalidate onSubmit={submit}>
      <TextField
        ref={(input) => queueMicrotask(() => input.focus())}
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
      <div class="actions invite-actions">
        <Button onClick={() => props.onCancel()}>Cancel</Button>
        <Button type="submit" kind="primary" icon="link" busy={form.busy() || form.isRateLimited()}>
          Create invite link
        </Button>
      </div>
    </form>
  );
}

function NewLink(props: { invitation: CreatedInvitation; onInviteAnother: () => void; onClose: () => void }) {
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
      <div class="actions invite-actions">
        <Button onClick={() => props.onInviteAnother()}>Invite another agent</Button>
        <Button kind="primary" onClick={() => props.onClose()}>
          Done
        </Button>
      </div>
    </div>
  );
}
