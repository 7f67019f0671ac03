import { useClient } from '../data/client-context.ts';
import { homePath } from '../paths.ts';
import { EmptyState } from '../ui/feedback/empty-state.tsx';
import { PageTitle } from '../ui/page-title.tsx';

/** The 404 page. */
export function NotFoundPage() {
  const client = useClient();
  return (
    <main id="main" class="page">
      <EmptyState
        icon="search"
        title={<PageTitle title="Page not found" />}
        action={
          <a class="button primary" href={homePath(client.me.role)}>
            {client.me.role === 'agent' ? 'Go to the queue' : 'Go to my tickets'}
          </a>
        }
      >
        Check the address. The page may have moved.
      </EmptyState>
    </main>
  );
}
