import { createEffect, createSignal, onCleanup, onMount, Show } from 'solid-js';
import { limitMessage, splitAtLimit } from './text-limit.ts';

/**
 * A text area that grows with its content. It takes text of any length: nothing is cut. What exceeds `max` is marked.
 * Render a `LengthCount` with `countId` beside it. The value is written to the DOM only when it differs, to keep the caret.
 */
export function LimitedTextarea(props: {
  ref?: ((element: HTMLTextAreaElement) => void) | undefined;
  id: string;
  /** The id of the `LengthCount`. */
  countId: string;
  name?: string | undefined;
  class?: string | undefined;
  rows?: number | undefined;
  placeholder?: string | undefined;
  max: number;
  value: string;
  describedBy?: string | undefined;
  invalid?: 'true' | undefined;
  onInput: (text: string) => void;
  onKeyDown?: ((event: KeyboardEvent) => void) | undefined;
}) {
  let textarea!: HTMLTextAreaElement;
  const excess = () => splitAtLimit(props.value, props.max);
  createEffect(() => {
    if (textarea.value !== props.value) textarea.value = props.value;
    resizeToContent(textarea);
  });
  return (
    <div class="limited">
      <textarea
        ref={(element) => {
          textarea = element;
          props.ref?.(element);
        }}
        id={props.id}
        class={`input textarea ${props.class ?? ''}`}
        name={props.name}
        rows={props.rows}
        dir="auto"
        placeholder={props.placeholder}
        aria-describedby={
          [props.describedBy, excess() && props.countId].filter(Boolean).join(' ') || undefined
        }
        aria-invalid={excess() ? 'true' : props.invalid}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        onKeyDown={(event) => props.onKeyDown?.(event)}
      />
      <Show when={excess()}>{(parts) => <ExcessMark textarea={textarea} parts={parts()} />}</Show>
    </div>
  );
}

/** The same text behind the text area, with a mark on the excess: a text area cannot mark a part of its text. */
function ExcessMark(props: { textarea: HTMLTextAreaElement; parts: readonly [string, string, string] }) {
  let mirror!: HTMLDivElement;
  const [width, setWidth] = createSignal(0);
  const follow = () => {
    // Without the scroll bar, to break the lines at the same places.
    setWidth(props.textarea.clientWidth);
    mirror.scrollTop = props.textarea.scrollTop;
  };
  onMount(() => {
    const { textarea } = props;
    const resizeObserver = new ResizeObserver(follow);
    resizeObserver.observe(textarea);
    textarea.addEventListener('scroll', follow, { passive: true });
    onCleanup(() => {
      resizeObserver.disconnect();
      textarea.removeEventListener('scroll', follow);
    });
  });
  createEffect(() => {
    props.parts;
    follow();
  });
  return (
    <div class="excess" ref={mirror} dir="auto" aria-hidden="true" style={{ 'inline-size': `${width()}px` }}>
      {props.parts[0]}
      <mark>{props.parts[1]}</mark>
      {/* A line break at the end takes no line of its own without a character after it. */}
      {`${props.parts[2]}\u200b`}
    </div>
  );
}

/** The length of a text near its limit, and by how much it exceeds it. */
export function LengthCount(props: { id: string; text: string; max: number }) {
  const isOver = () => splitAtLimit(props.text, props.max) !== undefined;
  return (
    <>
      <span id={props.id} class="length-count number" classList={{ over: isOver() }}>
        {limitMessage(props.text, props.max)}
      </span>
      {/* Announced once, not on each key. */}
      <span class="visually-hidden" role="status">
        {isOver() ? 'The text is too long.' : ''}
      </span>
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
