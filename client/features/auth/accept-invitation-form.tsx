import { Show } from 'solid-js';
import { ApiError } from '../../data/http/request.ts';
import { useSession } from '../../data/session/session-context.ts';
import { createSignUp } from '../../data/submission/sign-up.ts';
import { createFormSubmission } from '../../ui/form/form-submission.ts';
import { createAccountForm, EmailField, SubmitRow } from './account-fields.tsx';
import { NameField, NewPasswordField, validateAccount } from './new-account-fields.tsx';

/**
 * Why a link cannot be used: it is used, expired or withdrawn; an attempt without an answer may have used it; or its
 * e-mail address already has an account.
 */
export type InvalidLinkReason = 'invalid' | 'unanswered' | 'email_taken';

/** Creates an agent account from an invite link. A set-up link names no e-mail address, so the form asks for it. */
export function AcceptInvitationForm(props: {
  token: string;
  setUp: boolean;
  onAccepted: () => void;
  onInvalid: (reason: InvalidLinkReason) => void;
}) {
  const session = useSession();
  const form = createFormSubmission('This address already has an account. Use another one.');
  const signUp = createSignUp(session);
  const account = createAccountForm();
  const accept = async () => {
    const { token, setUp } = props;
    const { name, email, password } = account.values();
    try {
      await signUp.run({ email, password }, () =>
        session.acceptInvitation({ token, name: name.trim(), password, ...(setUp && { email }) }),
      );
      props.onAccepted();
    } catch (error) {
      const reason = invalidLinkReason(error, setUp);
      if (!reason) throw error;
      props.onInvalid(reason === 'invalid' && signUp.isUnanswered() ? 'unanswered' : reason);
    }
  };
  const parts = () => [...(props.setUp ? (['email'] as const) : []), 'name', 'password'] as const;
  const submit = form.handler(() => validateAccount(account.values(), parts()), accept);
  return (
    <form class="stack" method="post" novalidate onSubmit={submit}>
      <NameField form={form} account={account} hint="Customers see it next to your replies." />
      <Show when={props.setUp}>
        <EmailField form={form} account={account} hint="You sign in with it." />
      </Show>
      <NewPasswordField form={form} account={account} />
      <SubmitRow form={form}>{props.setUp ? 'Set up the helpdesk' : 'Join'}</SubmitRow>
    </form>
  );
}

/** With a set-up link a taken e-mail address is a field error: the user can enter another one. */
function invalidLinkReason(error: unknown, setUp: boolean): InvalidLinkReason | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const { code, errors } = error.problem;
  if (code === 'not_found' || errors?.some(({ path }) => path === 'token')) return 'invalid';
  return code === 'email_taken' && !setUp ? 'email_taken' : undefined;
}
