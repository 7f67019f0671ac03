import { createSignal } from 'solid-js';
import { useSession } from '../data/session.ts';
import { Button } from './button.tsx';
import { TextField } from './field.tsx';
import { PasswordField } from './password-field.tsx';
import { createSubmission } from './submission.ts';
import { Trouble } from './trouble.tsx';

/** Name, e-mail, password: the rule is said before it can be broken. */
export function RegisterForm() {
  const session = useSession();
  const form = createSubmission();
  const [name, setName] = createSignal('');
  const [email, setEmail] = createSignal('');
  const [password, setPassword] = createSignal('');
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const found = {
      ...(!name().trim() && { name: 'Tell us what to call you.' }),
      ...(!/^\S+@\S+\.\S+$/.test(email().trim()) && { email: 'This is not an e-mail address yet.' }),
      ...([...password()].length < 8 && { password: 'At least 8 characters.' }),
    };
    if (Object.keys(found).length > 0) return form.complain(event.currentTarget, found);
    void form.submit(event.currentTarget, () =>
      session.register({ name: name(), email: email(), password: password() }),
    );
  };
  return (
    <form class="stack" method="post" novalidate onSubmit={submit}>
      <TextField
        label="Name"
        name="name"
        autocomplete="name"
        required
        value={name()}
        error={form.errorOf('name')}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autocomplete="username"
        autocapitalize="off"
        spellcheck={false}
        required
        value={email()}
        error={form.errorOf('email')}
        onInput={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordField
        label="Password"
        autocomplete="new-password"
        hint="At least 8 characters. A few words make a good one."
        value={password()}
        onInput={setPassword}
        error={form.errorOf('password')}
      />
      <Trouble words={form.trouble()} />
      <Button type="submit" kind="primary" class="wide" busy={form.busy() || form.limited()}>
        Create account
      </Button>
    </form>
  );
}
