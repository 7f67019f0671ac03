import { type Accessor, createSignal, type JSX } from 'solid-js';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/form/field.tsx';
import type { Submission } from '../../ui/form/form-submission.ts';
import { InlineMessage } from '../../ui/form/inline-message.tsx';

/** What people say of themselves to get in, as far as a form asks for it. */
export type AccountValues = { name: string; email: string; password: string };
type Words = { words: Accessor<AccountValues>; write: (part: Partial<AccountValues>) => void };

/** The words of one form, empty at first. */
export function createAccountForm(start: Partial<AccountValues> = {}): Words {
  const [words, setWords] = createSignal({ name: '', email: '', password: '', ...start });
  return { words, write: (part) => setWords((now) => ({ ...now, ...part })) };
}

/** A field of a form: where its errors are, and its words. */
export type FormFieldProps = { form: Submission; of: Words; hint?: string };

/** The address people sign in with; a fixed one is shown and cannot be changed. */
export function EmailField(props: FormFieldProps & { fixed?: boolean }) {
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
      error={props.form.fieldError('email')}
      onInput={(email) => props.of.write({ email })}
    />
  );
}

/** What went wrong with the form, and its one button. */
export function SubmitRow(props: { form: Submission; children: JSX.Element }) {
  return (
    <>
      <InlineMessage tone="error" text={props.form.formError()} />
      <Button
        type="submit"
        kind="primary"
        class="wide"
        busy={props.form.busy() || props.form.isRateLimited()}
      >
        {props.children}
      </Button>
    </>
  );
}
