import { PageTitle } from '../../ui/page-title.tsx';
import { NewTicketForm } from './new-ticket-form.tsx';

/** Ask for help. */
export function NewTicketPage() {
  return (
    <main id="main" class="page narrow">
      <PageTitle title="New ticket" />
      <p class="intro muted">
        Tell us what happened and what you expected. We answer here, and you see it at once.
      </p>
      <NewTicketForm />
    </main>
  );
}
