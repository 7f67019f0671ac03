import { Navigate } from '@solidjs/router';
import { useClient } from '../data/client-context.tsx';
import { homePath } from '../paths.ts';

/** The first page of whoever comes: agents work the queue, customers look after their tickets. */
export function HomeRedirect() {
  const desk = useClient();
  return <Navigate href={homePath(desk.me.role)} />;
}
