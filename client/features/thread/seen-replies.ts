import { createEffect, onCleanup, onMount } from 'solid-js';
import { isVisible, onPageResume } from '../../data/lib/page-lifecycle.ts';
import type { Thread } from '../../data/thread/threads.ts';

/** A reply is seen when this share of it is in view, or when it fills this share of the thread. */
const SEEN_SHARE = 0.5;

/**
 * Reports each public reply as seen once it has been in view on a visible page. A reply that only arrived, outside the
 * view or in a hidden tab, is not seen, and a reply written without it is held back by the server.
 */
export function reportSeenReplies(scroller: () => HTMLElement, thread: () => Thread): void {
  const inView = new Set<string>();
  const report = () => {
    if (!isVisible()) return;
    for (const entry of thread().entries)
      if (inView.has(entry.id) && 'reply' in entry && !entry.reply.internal) thread().markSeen(entry.reply);
  };
  const isSeen = ({ intersectionRatio, intersectionRect }: IntersectionObserverEntry) =>
    intersectionRatio >= SEEN_SHARE ||
    intersectionRect.height >= Math.min(scroller().clientHeight, innerHeight) * SEEN_SHARE;
  const observer = new IntersectionObserver(
    (changes) => {
      for (const change of changes) {
        const id = (change.target as HTMLElement).dataset.entry;
        if (!id) continue;
        if (isSeen(change)) inView.add(id);
        else inView.delete(id);
      }
      report();
    },
    // Fine steps: a tall reply never shows half of itself.
    { threshold: Array.from({ length: 21 }, (_, step) => step / 20) },
  );
  onPageResume(report);
  onMount(() =>
    createEffect(() => {
      thread().entries;
      for (const element of scroller().querySelectorAll('[data-entry]')) observer.observe(element);
    }),
  );
  onCleanup(() => observer.disconnect());
}
