import { CustomerTicketList } from './ticket-list.tsx';

/** The page with the customer's tickets. */
export function TicketListPage() {
  return (
    <main id="main" class="page my-tickets">
      <CustomerTicketList />
    </main>
  );
}
