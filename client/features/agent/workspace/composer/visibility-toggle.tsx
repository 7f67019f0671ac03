import { createUniqueId } from 'solid-js';
import { Icon } from '../../../../ui/icon.tsx';

/**
 * Switches between public reply and internal note. `onPick` fires on a click, to focus the composer; arrow keys only
 * change the selection and keep the focus.
 */
export function VisibilityToggle(props: {
  internal: boolean;
  onChoose: (internal: boolean) => void;
  onPick: () => void;
}) {
  const name = createUniqueId();
  const onClick = (event: MouseEvent) => event.detail > 0 && props.onPick();
  return (
    <fieldset class="segments">
      <legend class="visually-hidden">Visibility</legend>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys work on the radio itself; this only moves the focus */}
      <label title="Public reply (R)" onClick={onClick}>
        <input type="radio" name={name} checked={!props.internal} onChange={() => props.onChoose(false)} />
        <span>
          <Icon name="reply" />
          <span class="segment-text">Public reply</span>
        </span>
      </label>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
      <label class="note" title="Internal note (N)" onClick={onClick}>
        <input type="radio" name={name} checked={props.internal} onChange={() => props.onChoose(true)} />
        <span>
          <Icon name="lock" />
          <span class="segment-text">Internal note</span>
        </span>
      </label>
    </fieldset>
  );
}
