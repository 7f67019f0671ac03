import { EmptyState } from '../../ui/feedback/empty-state.tsx';
import { PageTitle } from '../../ui/page-title.tsx';

/** Shown for a ticket that does not exist or is not visible to the user; the page does not reveal which. */
export function TicketNotFound(props: { id: number; listPath: string }) {
  return (
    <main id="main" class="workspace missing">
      <EmptyState
        icon="search"
        title={<PageTitle title="Ticket not found" />}
        action={
          <a class="button" href={props.listPath}>
            Back to the list
          </a>
        }
      >
        Ticket #{props.id} does not exist, or you have no access to it.
      </EmptyState>
    </main>
  );
}
