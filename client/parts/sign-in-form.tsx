import { createSignal } from 'solid-js';
import { useSession } from '../data/session.ts';
import { Button } from './button.tsx';
import { TextField } from './field.tsx';
import { PasswordField } from './password-field.tsx';
import { createSubmission } from './submission.ts';
import { Trouble } from './trouble.tsx';

/** E-mail and password. A given `email` is fixed: that person's session ended and only they can go on here. */
export function SignInForm(props: { email?: string | undefined }) {
  const session = useSession();
  const form = createSubmission();
  const [email, setEmail] = createSignal(props.email ?? '');
  const [password, setPassword] = createSignal('');
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const found = {
      ...(!email().trim() && { email: 'Your e-mail address is missing.' }),
      ...(!password() && { password: 'Your password is missing.' }),
    };
    if (Object.keys(found).length > 0) return form.complain(event.currentTarget, found);
    void form.submit(event.currentTarget, () => session.login({ email: email(), password: password() }));
  };
  return (
    <form class="stack" method="post" novalidate onSubmit={submit}>
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autocomplete="username"
        autocapitalize="off"
        spellcheck={false}
        required
        readonly={props.email !== undefined}
        value={email()}
        error={form.errorOf('email')}
        onInput={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordField
        label="Password"
        autocomplete="current-password"
        value={password()}
        onInput={setPassword}
        error={form.errorOf('password')}
      />
      <Trouble words={form.trouble()} />
      <Button type="submit" kind="primary" class="wide" busy={form.busy() || form.limited()}>
        Sign in
      </Button>
    </form>
  );
}
