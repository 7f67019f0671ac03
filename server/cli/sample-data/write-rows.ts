import type Database from 'better-sqlite3';
import { toIndexRow } from '../../search/text-index.ts';
import { toHeadRow, toTicketRow } from '../../tickets/ticket-rows.ts';
import { clearRows, type Rows, userRow } from './rows.ts';

const REPLACE_TICKET =
  'agent_id, status, priority, version, updated_at, last_reply_at, waiting_since, preview';

/**
 * The write step: everything that the commands store beside the log is written here, in one transaction with the log.
 */
export function createRowWriter(db: Database.Database) {
  const write = {
    user: insertInto(db, 'users', 'id, email, password_hash, name, role, active, created_at, search_text'),
    ticket: insertInto(
      db,
      'tickets',
      'id, customer_id, agent_id, subject, description, status, priority, version, created_at, updated_at, last_reply_at, waiting_since, preview, key, digest',
      'id',
      REPLACE_TICKET,
    ),
    head: insertInto(
      db,
      'thread_heads',
      'ticket_id, position, author_id, position_by_others',
      'ticket_id',
      'position, author_id, position_by_others',
    ),
    reply: insertInto(
      db,
      'replies',
      'id, ticket_id, user_id, position, content, internal, created_at, key, digest',
    ),
    readMark: insertInto(db, 'read_marks', 'user_id, ticket_id, position', 'user_id, ticket_id', 'position'),
    event: insertInto(
      db,
      'events',
      'seq, ticket_id, customer_id, customer_seq, type, actor_id, reply_id, data, created_at, data_version',
    ),
    search: insertInto(db, 'search', 'rowid, text, scope'),
    note_search: insertInto(db, 'note_search', 'rowid, text'),
  };

  setIndexMemory(db, BULK_INDEX_BYTES);
  /** Writes the rows and empties them. */
  const writeRows = db.transaction((rows: Rows) => {
    for (const user of rows.users) write.user(userRow(user));
    for (const ticket of rows.tickets) write.ticket(toTicketRow(ticket));
    for (const head of rows.heads) write.head(toHeadRow(head));
    for (const reply of rows.replies) write.reply(reply);
    for (const mark of rows.readMarks.values()) write.readMark(mark);
    for (const event of rows.events) write.event(event);
    for (const text of rows.texts) {
      const { table, row } = toIndexRow(text);
      write[table](row);
    }
    clearRows(rows);
  });
  return { writeRows, close: () => setIndexMemory(db, DEFAULT_INDEX_BYTES) };
}

/** How much of the search index is held in memory before it is written; the setting is stored in the database. */
const BULK_INDEX_BYTES = 64 * 1024 * 1024;
const DEFAULT_INDEX_BYTES = 1024 * 1024;

function setIndexMemory(db: Database.Database, bytes: number): void {
  for (const table of ['search', 'note_search'])
    db.exec(`insert into ${table} (${table}, rank) values ('hashsize', ${bytes})`);
}

/** Inserts a row; with a key, updates the columns of an existing one instead. */
function insertInto(db: Database.Database, table: string, columns: string, key?: string, updated = '') {
  const names = columns.split(', ');
  const values = names.map((name) => `@${name}`).join(', ');
  const set = updated
    .split(', ')
    .map((name) => `${name} = excluded.${name}`)
    .join(', ');
  const onConflict = key ? `on conflict (${key}) do update set ${set}` : '';
  const statement = db.prepare(`insert into ${table} (${columns}) values (${values}) ${onConflict}`);
  return (row: object) => void statement.run(row);
}
