import { type Accessor, createSignal, type JSX } from 'solid-js';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/form/field.tsx';
import type { Submission } from '../../ui/form/form-submission.ts';
import { InlineMessage } from '../../ui/form/inline-message.tsx';

/** The values of a sign-in or registration form. */
export type AccountValues = { name: string; email: string; password: string };
type AccountForm = { values: Accessor<AccountValues>; update: (part: Partial<AccountValues>) => void };

/** State of the account fields, empty by default. */
export function createAccountForm(initial: Partial<AccountValues> = {}): AccountForm {
  const [values, setValues] = createSignal({ name: '', email: '', password: '', ...initial });
  return { values, update: (part) => setValues((current) => ({ ...current, ...part })) };
}

/** The form with its errors, and the values the field edits. */
export type FormFieldProps = { form: Submission; account: AccountForm; hint?: string };

/** The sign-in e-mail address; `fixed` makes it read-only. */
export function EmailField(
  props: FormFieldProps & { fixed?: boolean; ref?: ((input: HTMLInputElement) => void) | undefined },
) {
  return (
    <TextField
      ref={props.ref}
      label="E-mail"
      name="email"
      type="email"
      autocomplete="username"
      required
      hint={props.hint}
      readonly={props.fixed}
      value={props.account.values().email}
      error={props.form.fieldError('email')}
      onInput={(email) => props.account.update({ email })}
    />
  );
}

/** The form error and the submit button. */
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
