import { EmptyState } from '../../ui/feedback/empty-state.tsx';
import { PageTitle } from '../../ui/page-title.tsx';

/** No such ticket for this person: gone, mistyped, or somebody else's. Which of these is nobody's business. */
export function TicketNotFound(props: { id: number; back: string }) {
  return (
    <main id="main" class="workspace missing">
      <EmptyState
        icon="search"
        title={<PageTitle title="No such ticket" />}
        action={
          <a class="button" href={props.back}>
            Back to the list
          </a>
        }
      >
        There is no ticket #{props.id} that you can see.
      </EmptyState>
    </main>
  );
}
