import { NewTicketForm } from '../parts/new-ticket-form.tsx';
import { Only } from '../parts/only.tsx';
import { PageTitle } from '../parts/page-title.tsx';

/** Ask for help. */
export function NewTicket() {
  return (
    <Only for="customer">
      <main id="main" class="page narrow">
        <PageTitle title="New ticket" />
        <p class="lead muted">
          Tell us what happened and what you expected. We answer here, and you see it at once.
        </p>
        <NewTicketForm />
      </main>
    </Only>
  );
}
