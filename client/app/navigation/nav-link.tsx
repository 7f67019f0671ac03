import { useLocation } from '@solidjs/router';
import type { JSX } from 'solid-js';

/** A link in a navigation, which says so when it leads to where one is. */
export function NavLink(props: { href: string; class?: string; title?: string; children: JSX.Element }) {
  const location = useLocation();
  return (
    <a
      href={props.href}
      class={props.class}
      title={props.title}
      aria-current={location.pathname === props.href ? 'page' : undefined}
    >
      {props.children}
    </a>
  );
}
