import { createComputed, createEffect, createSignal, on, onCleanup, onMount } from 'solid-js';

/** So near to the bottom counts as being there. */
const NEAR = 120;
/** Further than this nobody wants to be flown over. */
const FAR = 4000;

/** Keeps a scrolling thread at its newest line while one reads there, and nowhere else. */
export function createStickToBottom(scroller: () => HTMLElement) {
  const [atBottom, setAtBottom] = createSignal(true);
  const distance = () => scroller().scrollHeight - scroller().scrollTop - scroller().clientHeight;
  /** On the way down by request: what comes meanwhile is followed too, unless somebody takes the wheel. */
  let going = false;
  const toBottom = (smooth = false) => {
    going = smooth;
    setAtBottom(true);
    const animated = smooth && distance() < FAR && !matchMedia('(prefers-reduced-motion: reduce)').matches;
    scroller().scrollTo({ top: scroller().scrollHeight, behavior: animated ? 'smooth' : 'instant' });
  };
  const onScroll = () => {
    const near = distance() < NEAR;
    if (near) going = false;
    if (!going) setAtBottom(near);
  };
  const onUserScroll = () => {
    going = false;
  };
  const grown = new ResizeObserver(() => {
    if (atBottom()) toBottom();
    else onScroll();
  });
  onMount(() => {
    scroller().addEventListener('scroll', onScroll, { passive: true });
    for (const hand of ['wheel', 'touchstart', 'keydown']) {
      scroller().addEventListener(hand, onUserScroll, { passive: true });
    }
    grown.observe(scroller());
    for (const child of scroller().children) grown.observe(child);
  });
  onCleanup(() => grown.disconnect());
  return {
    atBottom,
    toBottom,
    /** When lines are added above (`first` changes), keeps what is being read where it is, whatever the browser does by itself. */
    preserveScrollOnPrepend: (first: () => unknown, mark: () => Element | null) => {
      let place: Element | null = null;
      let top = 0;
      // A computation runs before the new nodes are put in, an effect after.
      createComputed(
        on(
          first,
          () => {
            place = mark();
            top = place?.getBoundingClientRect().top ?? 0;
          },
          { defer: true },
        ),
      );
      createEffect(
        on(
          first,
          () => {
            if (place) scroller().scrollTop += place.getBoundingClientRect().top - top;
          },
          { defer: true },
        ),
      );
    },
  };
}
