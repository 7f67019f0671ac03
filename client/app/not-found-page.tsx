import { useClient } from '../data/client-context.tsx';
import { homePath } from '../paths.ts';
import { EmptyState } from '../ui/feedback/empty-state.tsx';
import { PageTitle } from '../ui/page-title.tsx';

/** An address without a page. */
export function NotFoundPage() {
  const desk = useClient();
  return (
    <main id="main" class="page">
      <EmptyState
        icon="search"
        title={<PageTitle title="There is no such page" />}
        action={
          <a class="button primary" href={homePath(desk.me.role)}>
            {desk.me.role === 'agent' ? 'To the queue' : 'To my tickets'}
          </a>
        }
      >
        The address may be mistyped, or the page has moved.
      </EmptyState>
    </main>
  );
}
