import { createUniqueId, type JSX, Show } from 'solid-js';
import { Icon } from '../icon.tsx';
import { excessLength, limitMessage } from './text-limit.ts';

/** Attributes that connect a control with its label, hint and error. */
export type FieldControlProps = {
  id: string;
  /** For `aria-describedby`. */
  readonly describedBy: string | undefined;
  /** For `aria-invalid`. */
  readonly invalid: 'true' | undefined;
};

/** A form field: label, control, error and hint. `children` renders the control with the given attributes. */
export function Field(props: {
  label: string;
  hint?: JSX.Element;
  error?: string | undefined;
  aside?: JSX.Element;
  children: (control: FieldControlProps) => JSX.Element;
}) {
  const id = createUniqueId();
  const control: FieldControlProps = {
    id,
    get describedBy() {
      return (
        [props.error && `${id}-error`, props.hint && `${id}-hint`].filter(Boolean).join(' ') || undefined
      );
    },
    get invalid() {
      return props.error ? 'true' : undefined;
    },
  };
  return (
    <div class="field">
      <div class="field-header">
        <label for={id}>{props.label}</label>
        {props.aside}
      </div>
      {props.children(control)}
      <Show when={props.error}>
        <p class="field-error" id={`${id}-error`}>
          <Icon name="warning" />
          {props.error}
        </p>
      </Show>
      <Show when={props.hint}>
        <p class="hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      </Show>
    </div>
  );
}

/** A single-line text field with its label. */
export function TextField(props: {
  label: string;
  name: string;
  type?: 'email';
  autocomplete: string;
  value: string;
  onInput: (text: string) => void;
  hint?: JSX.Element;
  error?: string | undefined;
  required?: boolean;
  readonly?: boolean | undefined;
  /** A longer text is not cut: a counter names the excess. */
  maxLength?: number;
  ref?: ((input: HTMLInputElement) => void) | undefined;
}) {
  const isTooLong = () => props.maxLength !== undefined && excessLength(props.value, props.maxLength) > 0;
  // No spelling correction and no capital first letter in an e-mail address.
  const isAddress = () => props.type === 'email';
  return (
    <Field
      label={props.label}
      hint={props.hint}
      error={props.error ?? (isTooLong() ? limitMessage(props.value, props.maxLength ?? 0) : undefined)}
    >
      {(control) => (
        <input
          ref={props.ref}
          class="input"
          id={control.id}
          aria-describedby={control.describedBy}
          aria-invalid={control.invalid}
          name={props.name}
          type={props.type ?? 'text'}
          autocomplete={props.autocomplete}
          autocapitalize={isAddress() ? 'off' : undefined}
          spellcheck={isAddress() ? false : undefined}
          dir="auto"
          required={props.required}
          readonly={props.readonly}
          value={props.value}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
