import { TextField } from '../../ui/form/field.tsx';
import { isPlausibleEmail } from '../../ui/form/is-email.ts';
import { PasswordField } from '../../ui/form/password-field.tsx';
import type { AccountValues, FormFieldProps } from './account-fields.tsx';

// What only a new account asks for.

const RULES: { [Part in keyof AccountValues]: (word: string) => string | undefined } = {
  name: (name) => (name.trim() ? undefined : 'Tell us what to call you.'),
  email: (email) => (isPlausibleEmail(email) ? undefined : 'This is not an e-mail address yet.'),
  password: (password) => ([...password].length < 8 ? 'This is too short.' : undefined),
};

/** What is wrong with these parts of a new account, before anything is sent. */
export const validateAccount = (words: AccountValues, parts: readonly (keyof AccountValues)[]) =>
  Object.fromEntries(
    parts.flatMap((part) => {
      const fault = RULES[part](words[part]);
      return fault ? [[part, fault]] : [];
    }),
  );

export function NameField(props: FormFieldProps) {
  return (
    <TextField
      label="Name"
      name="name"
      autocomplete="name"
      required
      hint={props.hint}
      value={props.of.words().name}
      error={props.form.fieldError('name')}
      onInput={(name) => props.of.write({ name })}
    />
  );
}

/** The rule is said before it can be broken. */
export function NewPasswordField(props: FormFieldProps) {
  return (
    <PasswordField
      label="Password"
      autocomplete="new-password"
      hint="At least 8 characters. A few words make a good one."
      value={props.of.words().password}
      onInput={(password) => props.of.write({ password })}
      error={props.form.fieldError('password')}
    />
  );
}
