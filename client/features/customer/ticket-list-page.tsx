import { Only } from '../../app/role-guard.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { MyTicketsList } from './ticket-list.tsx';

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
