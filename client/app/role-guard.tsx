import { Navigate, useLocation } from '@solidjs/router';
import { type JSX, Show } from 'solid-js';
import type { Role } from '../../shared/workflow.ts';
import { useDesk } from '../data/client-context.tsx';
import { homeOf } from '../paths.ts';

/** A page of one role. A link from the other side leads to the receiver's own page of the same ticket. */
export function Only(props: { for: Role; children: JSX.Element }) {
  const desk = useDesk();
  const location = useLocation();
  const own = () => {
    const home = homeOf(desk.me.role);
    const ticket = /^\/(?:queue|tickets)(\/\d+)/.exec(location.pathname);
    return home + (ticket?.[1] ?? '');
  };
  return (
    <Show when={desk.me.role === props.for} fallback={<Navigate href={own()} />}>
      {props.children}
    </Show>
  );
}
