import { createUniqueId, For } from 'solid-js';

/** A row of options, one selected. */
export function RadioGroup<T extends string>(props: {
  label: string;
  options: readonly (readonly [value: T, label: string])[];
  value: T;
  onChoose: (value: T) => void;
}) {
  const name = createUniqueId();
  return (
    <fieldset class="choices">
      <legend>{props.label}</legend>
      <div class="segments">
        <For each={props.options}>
          {([value, label]) => (
            <label>
              <input
                type="radio"
                name={name}
                value={value}
                checked={value === props.value}
                onChange={() => props.onChoose(value)}
              />
              <span>{label}</span>
            </label>
          )}
        </For>
      </div>
    </fieldset>
  );
}
