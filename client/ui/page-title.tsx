import { createEffect, createSignal, onCleanup, type ParentProps } from 'solid-js';
import { focusOnNavigation } from './focus/route-focus.ts';

const [title, setTitle] = createSignal('');
const [badge, setBadge] = createSignal(0);

/** How many unread tickets the tab's title and picture tell of. */
export const setUnreadBadge = (count: number): void => void setBadge(count);

/** Names the page in the tab for as long as the calling component lives. */
export function usePageTitle(words: () => string): void {
  createEffect(() => setTitle(words()));
}

/** Keeps tab title and favicon true; call once. */
export function syncDocumentTitle(): void {
  createEffect(() => {
    document.title = [badge() > 0 && `(${badge()})`, title() && `${title()} ·`, 'Helpdesk']
      .filter(Boolean)
      .join(' ');
  });
  createEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]');
    if (icon) icon.href = badge() > 0 ? '/favicon-unread.svg' : '/favicon.svg';
  });
  onCleanup(() => setBadge(0));
}

/** The page's one `<h1>`: gives the tab its title and takes the focus when the page opens, as a real page load would. */
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
