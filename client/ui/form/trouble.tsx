import { Show } from 'solid-js';
import { Icon } from '../icon.tsx';

/** What went wrong with a form as a whole, above its button. */
export function Trouble(props: { words: string | undefined }) {
  return (
    <Show when={props.words}>
      <p class="trouble">
        <Icon name="warning" />
        {props.words}
      </p>
    </Show>
  );
}
