import { createComputed, createEffect, createSignal, on, onCleanup, onMount } from 'solid-js';

/** Within this distance the thread counts as scrolled to the bottom. */
const NEAR_PX = 120;
/** Longer distances jump without animation. */
const MAX_ANIMATED_PX = 4000;

/** Keeps a thread scrolled to its newest entry while the user is at the bottom. */
export function createStickToBottom(scroller: () => HTMLElement) {
  const [atBottom, setAtBottom] = createSignal(true);
  const distance = () => scroller().scrollHeight - scroller().scrollTop - scroller().clientHeight;
  /** A smooth scroll to the bottom is running: new entries are followed, unless the user scrolls. */
  let isScrollingDown = false;
  const toBottom = (smooth = false) => {
    isScrollingDown = smooth;
    setAtBottom(true);
    const animated =
      smooth && distance() < MAX_ANIMATED_PX && !matchMedia('(prefers-reduced-motion: reduce)').matches;
    scroller().scrollTo({ top: scroller().scrollHeight, behavior: animated ? 'smooth' : 'instant' });
  };
  const onScroll = () => {
    const isNear = distance() < NEAR_PX;
    if (isNear) isScrollingDown = false;
    if (!isScrollingDown) setAtBottom(isNear);
  };
  const onUserScroll = () => {
    isScrollingDown = false;
  };
  const resizeObserver = new ResizeObserver(() => {
    if (atBottom()) toBottom();
    else onScroll();
  });
  onMount(() => {
    scroller().addEventListener('scroll', onScroll, { passive: true });
    for (const type of ['wheel', 'touchstart', 'keydown']) {
      scroller().addEventListener(type, onUserScroll, { passive: true });
    }
    resizeObserver.observe(scroller());
    for (const child of scroller().children) resizeObserver.observe(child);
  });
  onCleanup(() => resizeObserver.disconnect());
  return {
    atBottom,
    toBottom,
    /** When entries are added above (`first` changes), keeps the visible entries in place; not all browsers anchor the scroll position. */
    preserveScrollOnPrepend: (first: () => unknown, anchorElement: () => Element | null) => {
      let anchor: Element | null = null;
      let top = 0;
      // A computation runs before the new nodes are inserted, an effect after.
      createComputed(
        on(
          first,
          () => {
            anchor = anchorElement();
            top = anchor?.getBoundingClientRect().top ?? 0;
          },
          { defer: true },
        ),
      );
      createEffect(
        on(
          first,
          () => {
            if (anchor) scroller().scrollTop += anchor.getBoundingClientRect().top - top;
          },
          { defer: true },
        ),
      );
    },
  };
}
