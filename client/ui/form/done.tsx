import { Show } from 'solid-js';
import { Icon } from '../icon.tsx';

/** What a form just did, where its trouble would stand. */
export function Done(props: { words: string | undefined }) {
  return (
    <Show when={props.words}>
      <p class="done">
        <Icon name="check" />
        {props.words}
      </p>
    </Show>
  );
}
