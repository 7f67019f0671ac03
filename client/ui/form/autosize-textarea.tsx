import { createEffect, createUniqueId } from 'solid-js';

/** A text area that grows with what is written. The text is only set from outside when it really differs: the caret stays. */
export function AutosizeTextarea(props: {
  ref?: (element: HTMLTextAreaElement) => void;
  label: string;
  placeholder: string;
  value: string;
  onInput: (text: string) => void;
  /** Set when Enter alone shall send; Shift+Enter then breaks the line. */
  onSend: (() => void) | undefined;
}) {
  const id = createUniqueId();
  let box!: HTMLTextAreaElement;
  createEffect(() => {
    if (box.value !== props.value) box.value = props.value;
    resizeToContent(box);
  });
  return (
    <>
      <label for={id} class="visually-hidden">
        {props.label}
      </label>
      <textarea
        ref={(element) => {
          box = element;
          props.ref?.(element);
        }}
        id={id}
        class="input textarea"
        rows="3"
        dir="auto"
        maxlength="20000"
        placeholder={props.placeholder}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        onKeyDown={(event) => {
          const plain =
            event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
          if (!props.onSend || !plain || event.isComposing) return;
          event.preventDefault();
          props.onSend();
        }}
      />
    </>
  );
}

const GROWS_BY_ITSELF = CSS.supports('field-sizing', 'content');
/** As high as its text, up to the limit in the style sheet; newer browsers do it themselves. */
function resizeToContent(box: HTMLTextAreaElement): void {
  if (GROWS_BY_ITSELF) return;
  box.style.blockSize = 'auto';
  box.style.blockSize = `${box.scrollHeight + 2}px`;
}
