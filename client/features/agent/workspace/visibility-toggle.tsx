import { createUniqueId } from 'solid-js';
import { Icon } from '../../../ui/icon.tsx';

/**
 * For the customer's eyes or for agents' only: a choice made by hand, never by an event. `onPick` is a click, after which
 * one wants to write; arrow keys only choose, and leave the focus where it is.
 */
export function VisibilityToggle(props: {
  internal: boolean;
  onChoose: (internal: boolean) => void;
  onPick: () => void;
}) {
  const name = createUniqueId();
  const click = (event: MouseEvent) => event.detail > 0 && props.onPick();
  return (
    <fieldset class="segments">
      <legend class="visually-hidden">Who will see it</legend>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys choose on the radio itself; this only moves the focus on */}
      <label title="Public reply (R)" onClick={click}>
        <input type="radio" name={name} checked={!props.internal} onChange={() => props.onChoose(false)} />
        <span>Public reply</span>
      </label>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
      <label class="note" title="Internal note (N)" onClick={click}>
        <input type="radio" name={name} checked={props.internal} onChange={() => props.onChoose(true)} />
        <span>
          <Icon name="lock" />
          Internal note
        </span>
      </label>
    </fieldset>
  );
}
