import { useDesk } from '../data/desk.tsx';
import { homeOf } from '../parts/addresses.ts';
import { Empty } from '../parts/empty.tsx';
import { PageTitle } from '../parts/page-title.tsx';

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
