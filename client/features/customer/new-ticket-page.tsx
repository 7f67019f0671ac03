import { PageTitle } from '../../ui/page-title.tsx';
import { NewTicketForm } from './new-ticket-form.tsx';

/** The page to create a ticket. */
export function NewTicketPage() {
  return (
    <main id="main" class="page">
      <PageTitle title="New ticket" />
      <NewTicketForm />
    </main>
  );
}
