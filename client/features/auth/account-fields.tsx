import { type Accessor, createSignal, type JSX } from 'solid-js';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/form/field.tsx';
import type { Submission } from '../../ui/form/form-submission.ts';
import { Trouble } from '../../ui/form/trouble.tsx';

/** What people say of themselves to get in, as far as a form asks for it. */
export type AccountWords = { name: string; email: string; password: string };
type Words = { words: Accessor<AccountWords>; write: (part: Partial<AccountWords>) => void };

/** The words of one form, empty at first. */
export function createWords(start: Partial<AccountWords> = {}): Words {
  const [words, setWords] = createSignal({ name: '', email: '', password: '', ...start });
  return { words, write: (part) => setWords((now) => ({ ...now, ...part })) };
}

/** A field of a form: where its errors are, and its words. */
export type AboutField = { form: Submission; of: Words; hint?: string };

/** The address people sign in with; a fixed one is shown and cannot be changed. */
export function EmailField(props: AboutField & { fixed?: boolean }) {
  return (
    <TextField
      label="E-mail"
      name="email"
      type="email"
      autocomplete="username"
      required
      hint={props.hint}
      readonly={props.fixed}
      value={props.of.words().email}
      error={props.form.errorOf('email')}
      onInput={(email) => props.of.write({ email })}
    />
  );
}

/** What went wrong with the form, and its one button. */
export function FormEnd(props: { form: Submission; children: JSX.Element }) {
  return (
    <>
      <Trouble words={props.form.trouble()} />
      <Button type="submit" kind="primary" class="wide" busy={props.form.busy() || props.form.limited()}>
        {props.children}
      </Button>
    </>
  );
}
