import { onCleanup } from 'solid-js';

/** Whether the page is visible now. */
export const isVisible = (): boolean => globalThis.document?.visibilityState !== 'hidden';

/** Whether the browser reports a network connection. */
export const isOnline = (): boolean => globalThis.navigator?.onLine !== false;

/** Listens on the window until the owner ends; does nothing outside a browser. */
export function onWindow(names: readonly string[], run: (event: Event) => void): void {
  const target = globalThis.window;
  if (!target) return;
  for (const name of names) target.addEventListener(name, run);
  onCleanup(() => {
    for (const name of names) target.removeEventListener(name, run);
  });
}

/** Runs after sleep, when the page becomes visible or leaves the back-forward cache, and when the network returns. */
export function onPageResume(run: () => void): void {
  onWindow(['online', 'pageshow', 'focus'], run);
  const page = globalThis.document;
  if (!page) return;
  const onVisibilityChange = () => isVisible() && run();
  page.addEventListener('visibilitychange', onVisibilityChange);
  onCleanup(() => page.removeEventListener('visibilitychange', onVisibilityChange));
}
