import { For } from 'solid-js';
import type { Priority } from '../../../shared/vocabulary.ts';

const URGENCY: readonly [Priority, string, string][] = [
  ['low', 'When you have time', 'A question or a request'],
  ['medium', 'Soon', 'Something does not work properly'],
  ['high', 'Urgent', 'I cannot work'],
];

/** The priority of a new ticket, in the customer's words. */
export function UrgencyField(props: { value: Priority; onChoose: (priority: Priority) => void }) {
  return (
    <fieldset class="urgency">
      <legend>How urgent is it?</legend>
      <For each={URGENCY}>
        {([value, label, hint]) => (
          <label class="urgency-choice">
            <input
              type="radio"
              name="priority"
              value={value}
              checked={props.value === value}
              onChange={() => props.onChoose(value)}
            />
            <span>
              {label} <span class="muted">{hint}</span>
            </span>
          </label>
        )}
      </For>
    </fieldset>
  );
}
