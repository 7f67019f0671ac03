import { createUniqueId, type JSX, Show } from 'solid-js';

/** An on/off setting that takes effect immediately. */
export function Switch(props: {
  label: string;
  hint?: JSX.Element;
  on: boolean;
  onChange: (on: boolean) => void;
}) {
  const id = createUniqueId();
  return (
    <div class="switch">
      <input
        type="checkbox"
        role="switch"
        id={id}
        checked={props.on}
        aria-checked={props.on}
        aria-describedby={props.hint ? `${id}-hint` : undefined}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <div>
        <label for={id}>{props.label}</label>
        <Show when={props.hint}>
          <p class="hint" id={`${id}-hint`}>
            {props.hint}
          </p>
        </Show>
      </div>
    </div>
  );
}
