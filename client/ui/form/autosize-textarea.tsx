import { createEffect, createUniqueId } from 'solid-js';
import { isComposing } from '../shortcuts/is-composing.ts';

/** A text area that grows with its content. The value is written to the DOM only when it differs, to keep the caret. */
export function AutosizeTextarea(props: {
  ref?: (element: HTMLTextAreaElement) => void;
  label: string;
  placeholder: string;
  value: string;
  onInput: (text: string) => void;
  /** Set when Enter alone sends; Shift+Enter then inserts a line break. */
  onSend: (() => void) | undefined;
}) {
  const id = createUniqueId();
  let textarea!: HTMLTextAreaElement;
  createEffect(() => {
    if (textarea.value !== props.value) textarea.value = props.value;
    resizeToContent(textarea);
  });
  return (
    <>
      <label for={id} class="visually-hidden">
        {props.label}
      </label>
      <textarea
        ref={(element) => {
          textarea = element;
          props.ref?.(element);
        }}
        id={id}
        class="input textarea"
        rows="3"
        dir="auto"
        placeholder={props.placeholder}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        onKeyDown={(event) => {
          const isPlainEnter =
            event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
          if (!props.onSend || !isPlainEnter || isComposing(event)) return;
          event.preventDefault();
          props.onSend();
        }}
      />
    </>
  );
}

const HAS_FIELD_SIZING = CSS.supports('field-sizing', 'content');
/** Sets the height to the text, up to the limit in CSS. Browsers with `field-sizing` do it natively. */
function resizeToContent(textarea: HTMLTextAreaElement): void {
  if (HAS_FIELD_SIZING) return;
  textarea.style.blockSize = 'auto';
  textarea.style.blockSize = `${textarea.scrollHeight + 2}px`;
}
