import { PageTitle } from '../../ui/page-title.tsx';
import { CustomerTicketList } from './ticket-list.tsx';

/** The page with the customer's tickets. */
export function TicketListPage() {
  return (
    <main id="main" class="page">
      <PageTitle title="My tickets" />
      <CustomerTicketList />
    </main>
  );
}
