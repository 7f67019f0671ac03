import { createUniqueId } from 'solid-js';
import { MAX_MESSAGE_LENGTH } from '../../../../shared/vocabulary.ts';
import { LimitedTextarea } from '../../../ui/form/limited-textarea.tsx';
import { isComposing } from '../../../ui/shortcuts/is-composing.ts';

/** The text of a reply or note. It grows with its content and takes text of any length. */
export function MessageField(props: {
  ref: (element: HTMLTextAreaElement) => void;
  label: string;
  placeholder: string;
  value: string;
  /** The id of the `LengthCount`. */
  countId: string;
  onInput: (text: string) => void;
  /** Set when Enter alone sends; Shift+Enter then inserts a line break. */
  onSend: (() => void) | undefined;
}) {
  const id = createUniqueId();
  const onKeyDown = (event: KeyboardEvent) => {
    const isPlainEnter =
      event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!props.onSend || !isPlainEnter || isComposing(event)) return;
    event.preventDefault();
    props.onSend();
  };
  return (
    <div class="message-field">
      <label for={id} class="visually-hidden">
        {props.label}
      </label>
      <LimitedTextarea
        ref={props.ref}
        id={id}
        countId={props.countId}
        rows={1}
        placeholder={props.placeholder}
        max={MAX_MESSAGE_LENGTH}
        value={props.value}
        onInput={props.onInput}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}
