import { MyTicketsList } from '../parts/my-tickets-list.tsx';
import { Only } from '../parts/only.tsx';
import { PageTitle } from '../parts/page-title.tsx';

/** A customer's own tickets. */
export function MyTickets() {
  return (
    <Only for="customer">
      <main id="main" class="page">
        <PageTitle title="My tickets" />
        <MyTicketsList />
      </main>
    </Only>
  );
}
