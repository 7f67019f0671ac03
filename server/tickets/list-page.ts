import type { QueryOf } from '../../shared/contract.ts';
import type { Actor } from '../../shared/policy.ts';
import { ORDER, type Sort, type SortPosition, sortPosition } from '../../shared/ticket-list.ts';
import type { Priority, Role, Status } from '../../shared/vocabulary.ts';
import type { Source } from '../db/orm.ts';
import { prepare } from '../db/prepared-query.ts';
import { lastSeqFor } from '../events/event-log.ts';
import { presentListed } from '../presenters/ticket.ts';
import { writeCursor } from './cursor.ts';
import { type Filter, filteredTickets } from './filter.ts';
import { COLUMN, pageOf } from './keyset-page.ts';
import { viewerOf, visibleTickets } from './scope.ts';
import { selectListed } from './ticket-queries.ts';

/** What the text of a list's queries depends on. */
type ListForm = {
  role: Role;
  sort: Sort;
  status?: Status[] | undefined;
  priority?: Priority[] | undefined;
  assignee?: 'me' | 'none' | 'id' | undefined;
  isOfCustomer: boolean;
  isFirst: boolean;
};
type ListValues = {
  viewerId: number;
  assignee: number;
  customer: number;
  key: number;
  id: number;
  limit: number;
};

function filterOf(value: ListValues, { status, priority, assignee, isOfCustomer }: ListForm): Filter {
  return {
    status,
    priority,
    assignee: assignee === 'id' ? value.assignee : assignee,
    customer: isOfCustomer ? value.customer : undefined,
  };
}

const totalOf = prepare((db, value: ListValues, form: ListForm) => {
  const viewer = viewerOf(form.role, value);
  return filteredTickets(db, viewer, filterOf(value, form)).select(({ fn }) =>
    fn.countAll<number>().as('total'),
  );
});

const rowsOfPage = prepare((db, value: ListValues, form: ListForm) => {
  const { role, sort, isFirst } = form;
  const viewer = viewerOf(role, value);
  const cursor = isFirst ? null : { key: value.key, id: value.id };
  const page = pageOf(db, viewer, { ...filterOf(value, form), sort }, cursor, value.limit);
  return selectListed(visibleTickets(db, viewer), viewer)
    .where('t.id', 'in', page)
    .orderBy(COLUMN[sort], ORDER[sort].direction)
    .orderBy('t.id', 'desc');
});

/** A page of a list without a search. */
export async function listPage(
  tx: Source,
  viewer: Actor,
  query: QueryOf<'listTickets'>,
  sort: Sort,
  cursor: SortPosition | null,
) {
  const { limit, status, priority, assignee, customer } = query;
  const form = {
    role: viewer.role,
    sort,
    status,
    priority,
    assignee: typeof assignee === 'number' ? ('id' as const) : assignee,
    isOfCustomer: customer !== undefined,
    isFirst: cursor === null,
  };
  const values = {
    viewerId: viewer.id,
    assignee: Number(assignee),
    customer: customer ?? 0,
    key: cursor?.key ?? 0,
    id: cursor?.id ?? 0,
    limit: limit + 1,
  };
  const [counted] = await totalOf(tx, { ...form, isFirst: true }, values);
  const total = counted?.total ?? 0;
  const page = await rowsOfPage(tx, form, values);
  const tickets = page.slice(0, limit).map(presentListed);
  const last = page.length > limit ? tickets.at(-1) : undefined;
  const nextCursor = last ? writeCursor(sort, sortPosition(sort, last)) : null;
  return { tickets, nextCursor, total, seq: await lastSeqFor(tx, viewer) };
}
