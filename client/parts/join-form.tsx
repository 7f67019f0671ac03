import { createSignal, Show } from 'solid-js';
import { Refused } from '../data/api.ts';
import { useSession } from '../data/session.ts';
import { Button } from './button.tsx';
import { TextField } from './field.tsx';
import { PasswordField } from './password-field.tsx';
import { createSubmission } from './submission.ts';
import { Trouble } from './trouble.tsx';

/** Why a link admits nobody: it is used up, or its address has an account meanwhile. */
export type DeadEnd = 'dead' | 'taken';

/** Name and password make an agent of whoever holds the link; the set-up link is for nobody yet, so it asks for the address too. */
export function JoinForm(props: {
  token: string;
  setUp: boolean;
  onJoined: () => void;
  onEnd: (end: DeadEnd) => void;
}) {
  const session = useSession();
  const form = createSubmission('This address already has an account. Use another one.');
  const [name, setName] = createSignal('');
  const [email, setEmail] = createSignal('');
  const [password, setPassword] = createSignal('');
  const join = async () => {
    const { token, setUp } = props;
    const address = setUp ? { email: email() } : {};
    try {
      await session.join({ token, name: name().trim(), password: password(), ...address });
      props.onJoined();
    } catch (failure) {
      const end = deadEnd(failure, setUp);
      if (!end) throw failure;
      props.onEnd(end);
    }
  };
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const found = {
      ...(!name().trim() && { name: 'Tell us what to call you.' }),
      ...(props.setUp &&
        !/^\S+@\S+\.\S+$/.test(email().trim()) && { email: 'This is not an e-mail address yet.' }),
      ...([...password()].length < 8 && { password: 'At least 8 characters.' }),
    };
    if (Object.keys(found).length > 0) return form.complain(event.currentTarget, found);
    void form.submit(event.currentTarget, join);
  };
  return (
    <form class="stack" method="post" novalidate onSubmit={submit}>
      <TextField
        label="Name"
        name="name"
        autocomplete="name"
        required
        hint="Customers see it beside your replies."
        value={name()}
        error={form.errorOf('name')}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <Show when={props.setUp}>
        <TextField
          label="E-mail"
          name="email"
          type="email"
          autocomplete="username"
          autocapitalize="off"
          spellcheck={false}
          required
          hint="You sign in with it."
          value={email()}
          error={form.errorOf('email')}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
      </Show>
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
        {props.setUp ? 'Set up the helpdesk' : 'Join'}
      </Button>
    </form>
  );
}

/** With the set-up link a taken address is only a wrong answer: another one will do. */
function deadEnd(failure: unknown, setUp: boolean): DeadEnd | undefined {
  if (!(failure instanceof Refused)) return undefined;
  const { code, errors } = failure.problem;
  if (code === 'not_found' || errors?.some(({ path }) => path === 'token')) return 'dead';
  return code === 'email_taken' && !setUp ? 'taken' : undefined;
}
