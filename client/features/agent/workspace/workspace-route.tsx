import { Navigate, useParams } from '@solidjs/router';
import { Show } from 'solid-js';
import { TicketWorkspace } from './workspace-page.tsx';

/** One ticket, made anew for each number: no text or scroll place of one shows in another. */
export function Workspace() {
  const params = useParams();
  return (
    <Show when={Number(params.id)} keyed fallback={<Navigate href="/queue" />}>
      {(id) => <TicketWorkspace id={id} />}
    </Show>
  );
}
