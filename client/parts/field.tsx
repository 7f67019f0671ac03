import { createUniqueId, type JSX, Show, splitProps } from 'solid-js';
import { Icon } from './icon.tsx';

/** What a control needs to belong to its label, hint and error. */
export type FieldWiring = {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': 'true' | undefined;
};

/** A label above, a hint below, and the error beside what it is about. The control is made by `children`. */
export function Field(props: {
  label: string;
  hint?: JSX.Element;
  error?: string | undefined;
  aside?: JSX.Element;
  children: (wiring: FieldWiring) => JSX.Element;
}) {
  const id = createUniqueId();
  const wiring: FieldWiring = {
    id,
    get 'aria-describedby'() {
      return (
        [props.error && `${id}-error`, props.hint && `${id}-hint`].filter(Boolean).join(' ') || undefined
      );
    },
    get 'aria-invalid'() {
      return props.error ? 'true' : undefined;
    },
  };
  return (
    <div class="field">
      <div class="field-head">
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

type TextFieldProps = {
  label: string;
  hint?: JSX.Element;
  error?: string | undefined;
} & JSX.InputHTMLAttributes<HTMLInputElement>;

/** A line of text with its label. */
export function TextField(props: TextFieldProps) {
  const [own, rest] = splitProps(props, ['label', 'hint', 'error']);
  return (
    <Field label={own.label} hint={own.hint} error={own.error}>
      {(wiring) => <input class="input" {...rest} {...wiring} />}
    </Field>
  );
}
