import { createUniqueId, For } from 'solid-js';

/** A few choices side by side, one of them made. */
export function RadioGroup<T extends string>(props: {
  label: string;
  options: readonly (readonly [value: T, words: string])[];
  value: T;
  onChoose: (value: T) => void;
}) {
  const name = createUniqueId();
  return (
    <fieldset class="choices">
      <legend>{props.label}</legend>
      <div class="segments">
        <For each={props.options}>
          {([value, words]) => (
            <label>
              <input
                type="radio"
                name={name}
                value={value}
                checked={value === props.value}
                onChange={() => props.onChoose(value)}
              />
              <span>{words}</span>
            </label>
          )}
        </For>
      </div>
    </fieldset>
  );
}
