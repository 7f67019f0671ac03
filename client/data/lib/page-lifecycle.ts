import { onCleanup } from 'solid-js';

/** Can the person see this page now? */
export const isVisible = (): boolean => globalThis.document?.visibilityState !== 'hidden';

/** Does the browser think it has a network? */
export const isOnline = (): boolean => globalThis.navigator?.onLine !== false;

/** Listens on the window (nowhere, where there is none) until the owner ends. */
export function onWindow(names: readonly string[], run: (event: Event) => void): void {
  const target = globalThis.window;
  if (!target) return;
  for (const name of names) target.addEventListener(name, run);
  onCleanup(() => {
    for (const name of names) target.removeEventListener(name, run);
  });
}

/** Runs when the laptop wakes, the page comes back to sight or out of the back-forward cache, or the network returns. */
export function onPageResume(run: () => void): void {
  onWindow(['online', 'pageshow', 'focus'], run);
  const page = globalThis.document;
  if (!page) return;
  const seen = () => isVisible() && run();
  page.addEventListener('visibilitychange', seen);
  onCleanup(() => page.removeEventListener('visibilitychange', seen));
}
