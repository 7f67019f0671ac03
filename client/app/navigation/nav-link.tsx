import { useLocation } from '@solidjs/router';
import type { JSX } from 'solid-js';

/** A navigation link, marked when it is the current page. */
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
