import { useParams } from '@solidjs/router';
import { Show } from 'solid-js';
import { MyThread } from '../parts/my-thread.tsx';
import { Only } from '../parts/only.tsx';

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
