import { Navigate, type RouteSectionProps, useLocation } from '@solidjs/router';
import { type JSX, Show } from 'solid-js';
import type { Role } from '../../shared/vocabulary.ts';
import { useClient } from '../data/client-context.ts';
import { homePath } from '../paths.ts';

/** Routes for agents; see `app.tsx`. */
export const AgentsOnly = (props: RouteSectionProps) => (
  <RoleGuard allowed="agent">{props.children}</RoleGuard>
);

/** Routes for customers; see `app.tsx`. */
export const CustomersOnly = (props: RouteSectionProps) => (
  <RoleGuard allowed="customer">{props.children}</RoleGuard>
);

/** Redirects the other role to its own page of the same ticket, to make shared links work for both. */
function RoleGuard(props: { allowed: Role; children: JSX.Element }) {
  const client = useClient();
  const location = useLocation();
  const ownPage = () => {
    const ticketId = /^\/(?:queue|tickets)(\/\d+)/.exec(location.pathname)?.[1] ?? '';
    return homePath(client.me.role) + ticketId;
  };
  return (
    <Show when={client.me.role === props.allowed} fallback={<Navigate href={ownPage()} />}>
      {props.children}
    </Show>
  );
}
