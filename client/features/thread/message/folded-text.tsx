import { createSignal, type JSX, onCleanup, onMount, Show } from 'solid-js';
import { Button } from '../../../ui/button.tsx';

/** Text of this height or less is shown whole. */
const MAX_HEIGHT_PX = 2000;
const LINE_HEIGHT_PX = 22;
/** The fewest characters of a full line, on a narrow phone. */
const CHARACTERS_PER_LINE = 20;

/** A text whose end is hidden behind "Show more" if it is very high. Finding text in it, or focusing a link, unfolds it. */
export function FoldedText(props: { text: string; children: JSX.Element }) {
  let element!: HTMLDivElement;
  const [isFolded, setFolded] = createSignal(false);
  // Measuring each message would cost a layout; most are too short to reach the limit.
  if (canBeHigh(props.text)) {
    let isUnfolded = false;
    const measure = () => {
      if (!isUnfolded) setFolded(element.scrollHeight > MAX_HEIGHT_PX);
    };
    const unfold = () => {
      isUnfolded = true;
      setFolded(false);
    };
    /** The browser scrolls within the folded text to a match, a target or the focus: unfold it, at the same place. */
    const onScroll = () => {
      if (!isFolded()) return;
      const top = element.firstElementChild?.getBoundingClientRect().top ?? 0;
      unfold();
      element.scrollTop = 0;
      const moved = (element.firstElementChild?.getBoundingClientRect().top ?? 0) - top;
      scrollParent(element).scrollTop += moved;
    };
    onMount(() => {
      measure();
      addEventListener('resize', measure);
      addEventListener('beforeprint', unfold);
      onCleanup(() => {
        removeEventListener('resize', measure);
        removeEventListener('beforeprint', unfold);
      });
    });
    const showMore = () => {
      unfold();
      // The button is gone; the next Tab continues in the text.
      element.focus({ preventScroll: true });
    };
    return (
      <>
        <div
          ref={element}
          class="foldable"
          classList={{ folded: isFolded() }}
          tabindex="-1"
          onScroll={onScroll}
        >
          {props.children}
        </div>
        <Show when={isFolded()}>
          <Button small kind="ghost" class="show-more" icon="down" onClick={showMore}>
            Show more
          </Button>
        </Show>
      </>
    );
  }
  return <>{props.children}</>;
}

function canBeHigh(text: string): boolean {
  const lines = text.split('\n').length + text.length / CHARACTERS_PER_LINE;
  return lines * LINE_HEIGHT_PX > MAX_HEIGHT_PX;
}

function scrollParent(element: Element): Element {
  for (let parent = element.parentElement; parent; parent = parent.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(parent).overflowY)) return parent;
  }
  return document.documentElement;
}
