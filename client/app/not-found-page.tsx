import { useDesk } from '../data/client-context.tsx';
import { homeOf } from '../paths.ts';
import { Empty } from '../ui/feedback/empty-state.tsx';
import { PageTitle } from '../ui/page-title.tsx';

/** An address without a page. */
export function NotFound() {
  const desk = useDesk();
  return (
    <main id="main" class="page">
      <Empty
        icon="search"
        title={<PageTitle title="There is no such page" />}
        action={
          <a class="button primary" href={homeOf(desk.me.role)}>
            {desk.me.role === 'agent' ? 'To the queue' : 'To my tickets'}
          </a>
        }
      >
        The address may be mistyped, or the page has moved.
      </Empty>
    </main>
  );
}
