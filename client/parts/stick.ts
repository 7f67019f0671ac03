import { createComputed, createEffect, createSignal, on, onCleanup, onMount } from 'solid-js';

/** So near to the bottom counts as being there. */
const NEAR = 120;

/** Keeps a scrolling thread at its newest line while one reads there, and nowhere else. */
export function createStick(scroller: () => HTMLElement) {
  const [atBottom, setAtBottom] = createSignal(true);
  const distance = () => scroller().scrollHeight - scroller().scrollTop - scroller().clientHeight;
  const toBottom = (smooth = false) =>
    scroller().scrollTo({ top: scroller().scrollHeight, behavior: smooth ? 'smooth' : 'instant' });

  const look = () => setAtBottom(distance() < NEAR);
  const grown = new ResizeObserver(() => {
    if (atBottom()) toBottom();
    else look();
  });
  onMount(() => {
    scroller().addEventListener('scroll', look, { passive: true });
    grown.observe(scroller());
    for (const child of scroller().children) grown.observe(child);
  });
  onCleanup(() => grown.disconnect());
  return {
    atBottom,
    toBottom,
    /** When lines are added above (`first` changes), keeps what is being read where it is, whatever the browser does by itself. */
    keepPlace: (first: () => unknown, mark: () => Element | null) => {
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
