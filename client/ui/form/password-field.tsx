import { createSignal, type JSX } from 'solid-js';
import { Field } from './field.tsx';

/** A password field with Show/Hide. Password managers and paste work. */
export function PasswordField(props: {
  label: string;
  /** Needed in forms with two password fields. */
  name?: string;
  autocomplete: 'current-password' | 'new-password';
  value: string;
  onInput: (value: string) => void;
  hint?: JSX.Element;
  error?: string | undefined;
}) {
  const [shown, setShown] = createSignal(false);
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {(control) => (
        <div class="input-with-action">
          <input
            class="input"
            id={control.id}
            aria-describedby={control.describedBy}
            aria-invalid={control.invalid}
            name={props.name ?? 'password'}
            type={shown() ? 'text' : 'password'}
            autocomplete={props.autocomplete}
            spellcheck={false}
            autocapitalize="off"
            required
            value={props.value}
            onInput={(event) => props.onInput(event.currentTarget.value)}
          />
          <button
            type="button"
            class="input-action"
            aria-pressed={shown()}
            onClick={() => setShown(!shown())}
          >
            {shown() ? 'Hide' : 'Show'}
            <span class="visually-hidden"> password</span>
          </button>
        </div>
      )}
    </Field>
  );
}
