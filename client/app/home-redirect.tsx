import { Navigate } from '@solidjs/router';
import { useDesk } from '../data/client-context.tsx';
import { homeOf } from '../paths.ts';

/** The first page of whoever comes: agents work the queue, customers look after their tickets. */
export function Home() {
  const desk = useDesk();
  return <Navigate href={homeOf(desk.me.role)} />;
}
