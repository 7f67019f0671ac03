import { createUniqueId } from 'solid-js';
import { Icon } from './icon.tsx';

/** For the customer's eyes or for agents' only: a choice made by hand, never by an event. */
export function ComposerModes(props: { internal: boolean; onChoose: (internal: boolean) => void }) {
  const name = createUniqueId();
  return (
    <fieldset class="segments">
      <legend class="visually-hidden">Who will see it</legend>
      <label>
        <input type="radio" name={name} checked={!props.internal} onChange={() => props.onChoose(false)} />
        <span>Public reply</span>
      </label>
      <label class="note">
        <input type="radio" name={name} checked={props.internal} onChange={() => props.onChoose(true)} />
        <span>
          <Icon name="lock" />
          Internal note
        </span>
      </label>
    </fieldset>
  );
}
