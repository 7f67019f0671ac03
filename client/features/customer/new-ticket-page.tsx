import { Only } from '../../app/role-guard.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { NewTicketForm } from './new-ticket-form.tsx';

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
