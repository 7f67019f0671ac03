import { TextField } from '../../ui/form/field.tsx';
import { isPlausibleEmail } from '../../ui/form/is-email.ts';
import { PasswordField } from '../../ui/form/password-field.tsx';
import type { AccountValues, FormFieldProps } from './account-fields.tsx';

const RULES: { [Part in keyof AccountValues]: (value: string) => string | undefined } = {
  name: (name) => (name.trim() ? undefined : 'Enter your name.'),
  email: (email) => (isPlausibleEmail(email) ? undefined : 'Enter a valid e-mail address.'),
  password: (password) => ([...password].length < 8 ? 'Use at least 8 characters.' : undefined),
};

/** Validates these values of a new account; returns an error text per invalid one. */
export const validateAccount = (values: AccountValues, parts: readonly (keyof AccountValues)[]) =>
  Object.fromEntries(
    parts.flatMap((part) => {
      const error = RULES[part](values[part]);
      return error ? [[part, error]] : [];
    }),
  );

/** The display name. */
export function NameField(props: FormFieldProps) {
  return (
    <TextField
      label="Name"
      name="name"
      autocomplete="name"
      required
      hint={props.hint}
      value={props.account.values().name}
      error={props.form.fieldError('name')}
      onInput={(name) => props.account.update({ name })}
    />
  );
}

/** Shows the password rule as a hint before the user types. */
export function NewPasswordField(props: FormFieldProps) {
  return (
    <PasswordField
      label="Password"
      autocomplete="new-password"
      hint="At least 8 characters. Several words make a strong password."
      value={props.account.values().password}
      onInput={(password) => props.account.update({ password })}
      error={props.form.fieldError('password')}
    />
  );
}
