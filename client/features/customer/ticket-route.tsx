import { useParams } from '@solidjs/router';
import { Show } from 'solid-js';
import { Only } from '../../app/role-guard.tsx';
import { MyThread } from './ticket-page.tsx';

/** One of the customer's tickets, made anew for each number. */
export function MyTicket() {
  const params = useParams();
  return (
    <Only for="customer">
      <Show when={Number(params.id)} keyed>
        {(id) => <MyThread id={id} />}
      </Show>
    </Only>
  );
}
