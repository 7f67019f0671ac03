import { createUniqueId, type JSX, Show } from 'solid-js';
import { Icon } from '../icon.tsx';

/** What a control needs to belong to its label, hint and error. */
export type FieldControlProps = {
  id: string;
  /** For `aria-describedby`. */
  readonly describedBy: string | undefined;
  /** For `aria-invalid`. */
  readonly invalid: 'true' | undefined;
};

/** A label above, a hint below, and the error beside what it is about. The control is made by `children`. */
export function Field(props: {
  label: string;
  hint?: JSX.Element;
  error?: string | undefined;
  aside?: JSX.Element;
  children: (wiring: FieldControlProps) => JSX.Element;
}) {
  const id = createUniqueId();
  const wiring: FieldControlProps = {
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
      {props.children(wiring)}
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

/** A line of text with its label. */
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
  maxlength?: number;
  ref?: (input: HTMLInputElement) => void;
}) {
  // An address is no sentence: nothing to correct, and no capital at its start.
  const isAddress = () => props.type === 'email';
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {(wiring) => (
        <input
          ref={props.ref}
          class="input"
          id={wiring.id}
          aria-describedby={wiring.describedBy}
          aria-invalid={wiring.invalid}
          name={props.name}
          type={props.type ?? 'text'}
          autocomplete={props.autocomplete}
          autocapitalize={isAddress() ? 'off' : undefined}
          spellcheck={isAddress() ? false : undefined}
          dir="auto"
          required={props.required}
          readonly={props.readonly}
          maxlength={props.maxlength}
          value={props.value}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
