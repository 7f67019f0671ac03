import { Show } from 'solid-js';
import { Icon } from '../icon.tsx';

/** The result of a form: an error above its button, or a confirmation next to it. */
export function InlineMessage(props: { tone: 'error' | 'success'; text: string | undefined }) {
  return (
    <Show when={props.text}>
      <p class={`inline-message ${props.tone}`}>
        <Icon name={props.tone === 'error' ? 'warning' : 'check'} />
        {props.text}
      </p>
    </Show>
  );
}
