import { PageTitle } from '../../ui/page-title.tsx';
import { NewTicketForm } from './new-ticket-form.tsx';

/** The page to create a ticket. */
export function NewTicketPage() {
  return (
    <main id="main" class="page narrow">
      <PageTitle title="New ticket" />
      <p class="intro muted">Describe what happened and what you expected. Our answer appears here.</p>
      <NewTicketForm />
    </main>
  );
}
