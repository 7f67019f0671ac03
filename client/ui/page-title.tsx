import { createEffect, createSignal, onCleanup, type ParentProps } from 'solid-js';
import { focusOnNavigation } from './focus/route-focus.ts';

const [title, setTitle] = createSignal('');
const [unread, setUnread] = createSignal(0);

const MAX_COUNT = 99;
const formatCount = (count: number) => (count > MAX_COUNT ? `${MAX_COUNT}+` : String(count));

/** Shows the number of unread tickets in document title and favicon while the calling component is mounted. */
export function useUnreadBadge(count: () => number): void {
  createEffect(() => setUnread(count()));
  onCleanup(() => setUnread(0));
}

/** Sets the document title while the calling component is mounted. */
export function usePageTitle(text: () => string): void {
  createEffect(() => setTitle(text()));
}

/** Updates document title and favicon; call once. */
export function syncDocumentTitle(): void {
  createEffect(() => {
    document.title = [unread() > 0 && `(${formatCount(unread())})`, title() && `${title()} ·`, 'Helpdesk']
      .filter(Boolean)
      .join(' ');
  });
  createEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]');
    if (icon) icon.href = unread() > 0 ? '/favicon-unread.svg' : '/favicon.svg';
  });
}

/** The page's `<h1>`: sets the document title and receives the focus when the page opens. */
export function PageTitle(props: ParentProps<{ title: string; class?: string }>) {
  let heading!: HTMLHeadingElement;
  usePageTitle(() => props.title);
  focusOnNavigation(() => heading);
  return (
    <h1 ref={heading} tabindex="-1" class={props.class}>
      {props.children ?? props.title}
    </h1>
  );
}
