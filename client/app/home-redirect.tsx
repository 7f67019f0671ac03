import { Navigate } from '@solidjs/router';
import { useClient } from '../data/client-context.ts';
import { homePath } from '../paths.ts';

/** Redirects `/` to the start page of the role: the queue, or the own tickets. */
export function HomeRedirect() {
  const client = useClient();
  return <Navigate href={homePath(client.me.role)} />;
}
