import { createSignal, Show } from 'solid-js';
import type { Invitations } from '../../data/account/users.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { announcePolite } from '../../ui/feedback/live-region.tsx';
import { TextField } from '../../ui/form/field.tsx';
import { createFormSubmission } from '../../ui/form/form-submission.ts';
import { InlineMessage } from '../../ui/form/inline-message.tsx';
import { isPlausibleEmail } from '../../ui/form/is-email.ts';

/** A link as it is shown this one time, and for whom. */
type CreatedInvitation = { email: string; link: string };

/** Asks for an address, and gives the link to pass on: the desk sends no mail itself. */
export function InviteForm(props: { invitations: Invitations }) {
  const [made, setMade] = createSignal<CreatedInvitation>();
  let field: HTMLInputElement | undefined;
  const again = () => {
    setMade(undefined);
    field?.focus();
  };
  return (
    <Show
      when={made()}
      fallback={
        <AskForAddress
          ref={(element) => (field = element)}
          invitations={props.invitations}
          onMade={setMade}
        />
      }
    >
      {(invitation) => <NewLink made={invitation()} onAgain={again} />}
    </Show>
  );
}

function AskForAddress(props: {
  invitations: Invitations;
  onMade: (made: CreatedInvitation) => void;
  ref: (field: HTMLInputElement) => void;
}) {
  const form = createFormSubmission('This address already has an account here.');
  const [email, setEmail] = createSignal('');
  const validate = (address: string) => {
    if (!isPlausibleEmail(address)) return 'This is not an e-mail address yet.';
    // Two links for one person would be one too many to lose.
    const invited = props.invitations.list.value()?.some((other) => other.email === address.toLowerCase());
    return invited && 'They are invited already. If the link is lost, withdraw it first.';
  };
  const faults = () => {
    const wrong = validate(email().trim());
    return { ...(wrong && { email: wrong }) };
  };
  const submit = form.handler(faults, async () => {
    const { link } = await props.invitations.invite(email());
    props.onMade({ email: email().trim(), link });
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
        hint="The address your colleague will sign in with. You get a link to pass on: nothing is mailed."
        value={email()}
        error={form.fieldError('email')}
        onInput={setEmail}
      />
      <InlineMessage tone="error" text={form.formError()} />
      <div class="actions">
        <Button type="submit" kind="primary" icon="link" busy={form.busy() || form.isRateLimited()}>
          Make a link
        </Button>
      </div>
    </form>
  );
}

function NewLink(props: { made: CreatedInvitation; onAgain: () => void }) {
  const show = (copy: HTMLButtonElement) => {
    queueMicrotask(() => copy.focus());
    announcePolite('The link is ready to copy');
  };
  return (
    <div class="stack new-link">
      <CopyField label={`Link for ${props.made.email}`} value={props.made.link} ref={show} />
      <p>
        It works <strong>once, for 7 days</strong>. It is shown only now: copy it and pass it on where only{' '}
        {props.made.email} reads it, as whoever opens it first becomes an agent.
      </p>
      <div class="actions">
        <Button onClick={() => props.onAgain()}>Invite somebody else</Button>
      </div>
    </div>
  );
}
