import type { Actor } from '../../shared/policy.ts';
import type { Role } from '../../shared/vocabulary.ts';
import { sharedCommandLock } from '../db/locks.ts';
import { type EntityManager, isPostgres, queryBuilder } from '../db/orm.ts';
import { insertRow, prepare } from '../db/prepared-query.ts';
import type { Tables } from '../db/tables.ts';
import { ThreadHead } from '../entities/thread-head.ts';
import { Ticket } from '../entities/ticket.ts';
import { User } from '../entities/user.ts';
import { notFound, unauthenticated } from '../errors.ts';
import { type VisibleTickets, viewerOf, visibleTickets } from './scope.ts';
import { toChangedColumns, toHeadRow } from './ticket-rows.ts';

// Loads and stores what commands change, one statement for each row. MikroORM's unit of work would take two thirds of a
// command's CPU time (`server/bench/README.md`).

const ticketLock = prepare((db, value: { viewerId: number; id: number }, role: Role) =>
  visibleTickets(db, viewerOf(role, value))
    .select(sharedCommandLock().as('lock'))
    .where('t.id', '=', value.id)
    // Read marks and rows that refer to the ticket are stored meanwhile.
    .forNoKeyUpdate(),
);

const ticketForUpdate = prepare((db, value: { viewerId: number; id: number }, role: Role) =>
  withAssignee(visibleTickets(db, viewerOf(role, value)))
    .leftJoin('thread_heads as h', 'h.ticket_id', 't.id')
    .leftJoin('users as me', (on) => on.on('me.id', '=', value.viewerId))
    .select(['me.name as my_name', 'me.active as is_active'])
    .select(['h.position', 'h.author_id', 'h.position_by_others'])
    .where('t.id', '=', value.id),
);

/** The ticket with its assignee, the end of its thread and the acting user; 404 unless the actor may see the ticket. */
export async function loadForUpdate(tx: EntityManager, actor: Actor, id: number) {
  const values = { viewerId: actor.id, id };
  // A query of its own: one that waits for a lock reads the other tables as they were before.
  if (isPostgres(tx)) await ticketLock(tx, actor.role, values);
  const [row] = await ticketForUpdate(tx, actor.role, values);
  if (!row) throw notFound();
  // Deactivated after the request was authenticated: it must not take a ticket that the deactivation has released.
  if (!row.is_active) throw unauthenticated();
  const me = userOf({ id: actor.id, name: row.my_name ?? actor.name, role: actor.role, active: true });
  const ticket = toTicket(row);
  return { ticket, me, head: toHead(ticket, row) };
}

/** The tickets of a query, to change them. */
export async function loadTickets(tickets: VisibleTickets): Promise<Ticket[]> {
  return (await withAssignee(tickets).execute()).map(toTicket);
}

const withAssignee = (tickets: VisibleTickets) =>
  tickets
    .leftJoin('users as a', 'a.id', 't.agent_id')
    .selectAll('t')
    .select(['a.name as agent_name', 'a.active as agent_active']);

type TicketRow = Tables['tickets'] & { agent_name: string | null; agent_active: 0 | 1 | null };

const toTicket = (row: TicketRow): Ticket =>
  Object.assign(new Ticket(), {
    id: row.id,
    customer: userOf({ id: row.customer_id, role: 'customer' }),
    agent:
      row.agent_id === null
        ? null
        : userOf({
            id: row.agent_id,
            name: row.agent_name ?? '',
            role: 'agent',
            active: row.agent_active === 1,
          }),
    subject: row.subject,
    description: row.description,
    status: row.status,
    priority: row.priority,
    version: row.version,
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
    lastReplyAt: dateOrNull(row.last_reply_at),
    waitingSince: dateOrNull(row.waiting_since),
    preview: row.preview,
    key: row.key,
    digest: row.digest,
  });

const dateOrNull = (ms: number | null) => (ms === null ? null : new Date(ms));
const userOf = (fields: Partial<User>): User => Object.assign(new User(), fields);

type HeadColumns = { [C in 'position' | 'author_id' | 'position_by_others']: number | null };

/** The end of the ticket's thread; without a row, the thread is empty. */
const toHead = (ticket: Ticket, { position, author_id, position_by_others }: HeadColumns): ThreadHead =>
  Object.assign(new ThreadHead(), {
    ticket,
    position: position ?? 0,
    author: userOf({ id: author_id ?? 0 }),
    positionByOthers: position_by_others ?? 0,
  });

/** The ticket that the customer has created with this idempotency key. */
export const findTicketByKey = (tx: EntityManager, customer: Actor, key: string) =>
  visibleTickets(tx, customer)
    .select(['t.id', 't.digest'])
    .where('t.customer_id', '=', customer.id)
    .where('t.key', '=', key)
    .executeTakeFirst();

/** The reply that the author has added with this idempotency key. */
export const findReplyByKey = (tx: EntityManager, { id }: Actor, key: string) =>
  queryBuilder(tx)
    .selectFrom('replies')
    .select(['id', 'ticket_id', 'digest'])
    .where('user_id', '=', id)
    .where('key', '=', key)
    .executeTakeFirst();

/** Stores a new ticket. Returns its id. */
export async function insertTicket(
  tx: EntityManager,
  row: Omit<Tables['tickets'], 'id' | 'rank' | 'waiting_key'>,
): Promise<number> {
  const { id } = await queryBuilder(tx)
    .insertInto('tickets')
    .values(row as Tables['tickets'])
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

const nextVersion = prepare(
  (db, value: ReturnType<typeof toChangedColumns> & { id: number; loadedVersion: number }) =>
    db
      .updateTable('tickets')
      .set({
        agent_id: value.agent_id,
        status: value.status,
        priority: value.priority,
        version: value.version,
        updated_at: value.updated_at,
        last_reply_at: value.last_reply_at,
        waiting_since: value.waiting_since,
        preview: value.preview,
      })
      .where('id', '=', value.id)
      .where('version', '=', value.loadedVersion)
      .returning('id'),
);

/** Stores what a command has changed in a ticket, as its next version. */
export async function updateTicket(tx: EntityManager, ticket: Ticket): Promise<void> {
  const { id, version } = ticket;
  ticket.version += 1;
  const updated = await nextVersion(tx, '', { ...toChangedColumns(ticket), id, loadedVersion: version });
  if (updated.length !== 1) throw new Error(`Ticket ${id} has changed since it was loaded`);
}

const storeHead = prepare((db, value: Tables['thread_heads']) => {
  const end = {
    position: value.position,
    author_id: value.author_id,
    position_by_others: value.position_by_others,
  };
  return db
    .insertInto('thread_heads')
    .values({ ticket_id: value.ticket_id, ...end })
    .onConflict((conflict) => conflict.column('ticket_id').doUpdateSet(end));
});

/** Stores a new entry of a thread and the thread's new end. */
export async function insertReply(
  tx: EntityManager,
  reply: Tables['replies'],
  head: ThreadHead,
): Promise<void> {
  await insertRow(tx, 'replies', reply);
  await storeHead(tx, '', toHeadRow(head));
}
