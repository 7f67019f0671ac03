import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import Database from 'better-sqlite3';
import { iso, isoOrNull } from '../db/time.ts';

// The bare reference: what this machine can do at most. `node:http` and better-sqlite3 answer the same requests with the
// same SQL and the same JSON, but without framework, token, checks, event log and push. A child process of the benchmark:
// `node reference.ts <database> <agent id> <customer id>`.

const [file = '', agentId = '0', customerId = '0'] = process.argv.slice(2);
const AGENT = Number(agentId);
const CUSTOMER = Number(customerId);

const db = new Database(file);
// The settings of the product.
db.pragma('journal_mode = wal');
db.pragma('synchronous = full');

// biome-ignore lint/suspicious/noExplicitAny: rows of the statements below.
type Row = Record<string, any>;

const UNREAD = `(select count(*) from replies r
  where r.ticket_id = t.id and r.position > coalesce(m.position, 0) and r.user_id <> ${AGENT})`;
const TICKET = `
  select t.*, c.name as customer_name, c.email as customer_email, a.name as agent_name, ${UNREAD} as unread
  from tickets t
  join users c on c.id = t.customer_id
  left join users a on a.id = t.agent_id
  left join read_marks m on m.ticket_id = t.id and m.user_id = ${AGENT}`;
const RUN = (rank: number) => `
  select * from (select t.id, t.updated_at as key from tickets t where t.status = @status and t.rank = ${rank}
  order by t.updated_at desc, t.id desc limit @limit)`;

const statements = {
  total: db.prepare('select count(*) as total from tickets t where t.status = @status'),
  // The newest of each priority, merged: the index holds them in this order.
  page: db.prepare(`${TICKET} where t.id in (
      select id from (${[0, 1, 2].map(RUN).join(' union all ')}) order by key desc, id desc limit @limit
    ) order by t.updated_at desc, t.id desc`),
  seq: db.prepare('select max(seq) as seq from events'),
  ticket: db.prepare(`${TICKET} where t.id = ?`),
  thread: db.prepare(`select r.*, u.name, u.role from replies r join users u on u.id = r.user_id
    where r.ticket_id = ? order by r.position`),
  head: db.prepare('select * from thread_heads where ticket_id = ?'),
  agent: db.prepare('select id, name, role from users where id = ?'),
  insertReply:
    db.prepare(`insert into replies (id, ticket_id, user_id, position, content, internal, created_at, key, digest)
    values (@id, @ticket, ${AGENT}, @position, @content, 0, @at, @key, '')`),
  setHead: db.prepare(`insert into thread_heads (ticket_id, position, author_id, position_by_others)
    values (@ticket, @position, ${AGENT}, @others)
    on conflict do update set position = @position, author_id = ${AGENT}, position_by_others = @others`),
  recordReply: db.prepare(`update tickets set version = version + 1, updated_at = @at, last_reply_at = @at,
    waiting_since = null, preview = @preview where id = @ticket`),
  setStatus: db.prepare(
    'update tickets set version = version + 1, updated_at = @at, status = @status where id = @ticket',
  ),
  insertTicket:
    db.prepare(`insert into tickets (customer_id, subject, description, status, priority, created_at, updated_at,
    waiting_since, preview, key, digest)
    values (${CUSTOMER}, @subject, @description, 'open', 'medium', @at, @at, @at, @preview, @key, '')`),
};

const first = (name: keyof typeof statements, ...values: unknown[]) => statements[name].get(...values) as Row;

function presentTicket(row: Row) {
  return {
    id: row.id,
    subject: row.subject,
    status: row.status,
    priority: row.priority,
    customer: { id: row.customer_id, name: row.customer_name, email: row.customer_email },
    agent: row.agent_id === null ? null : { id: row.agent_id, name: row.agent_name },
    version: row.version,
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
    lastReplyAt: isoOrNull(row.last_reply_at),
    waitingSince: isoOrNull(row.waiting_since),
    preview: row.preview,
    unread: row.unread,
  };
}

const presentReply = (row: Row) => ({
  id: row.id,
  ticketId: row.ticket_id,
  author: { id: row.user_id, name: row.name, role: row.role },
  content: row.content,
  internal: row.internal === 1,
  createdAt: iso(row.created_at),
  key: row.key,
});

function list(query: URLSearchParams) {
  const filter = { status: query.get('status'), limit: Number(query.get('limit')) + 1 };
  const { total } = first('total', { status: filter.status });
  const page = statements.page.all(filter) as Row[];
  const tickets = page.slice(0, filter.limit - 1).map(presentTicket);
  return { tickets, nextCursor: null, total, seq: first('seq').seq };
}

function detail(id: number) {
  const ticket = first('ticket', id);
  const replies = (statements.thread.all(id) as Row[]).map(presentReply);
  return {
    ...presentTicket(ticket),
    description: ticket.description,
    replies,
    hasEarlier: false,
    allowedStatuses: [],
    seq: first('seq').seq,
  };
}

const reply = db.transaction((ticket: number, content: string, key: string | null) => {
  const at = Date.now();
  const head = statements.head.get(ticket) as Row | undefined;
  const position = (head?.position ?? 0) + 1;
  const others = head && head.author_id !== AGENT ? head.position : (head?.position_by_others ?? 0);
  const row = { id: randomUUID(), ticket, position, content, at, key };
  statements.insertReply.run(row);
  statements.setHead.run({ ticket, position, others });
  statements.recordReply.run({ at, ticket, preview: content.slice(0, 140) });
  const { id: user_id, name, role } = first('agent', AGENT);
  const stored = { ...row, ticket_id: ticket, user_id, name, role, created_at: at, internal: 0 };
  return { reply: presentReply(stored), ticket: presentTicket(first('ticket', ticket)) };
});

const setStatus = db.transaction((ticket: number, status: string) => {
  first('ticket', ticket);
  statements.setStatus.run({ at: Date.now(), status, ticket });
  return presentTicket(first('ticket', ticket));
});

const create = db.transaction((draft: Row, key: string | null) => {
  const { subject, description } = draft;
  const row = { subject, description, at: Date.now(), preview: description.slice(0, 140), key };
  return presentTicket(first('ticket', statements.insertTicket.run(row).lastInsertRowid));
});

async function readBody(request: IncomingMessage): Promise<Row> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}

async function answer(request: IncomingMessage): Promise<[status: number, body: object]> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const id = Number(url.pathname.split('/')[3]);
  if (request.method === 'GET') return [200, id ? detail(id) : list(url.searchParams)];
  const body = await readBody(request);
  const key = request.headers['idempotency-key']?.toString() ?? null;
  if (request.method === 'PATCH') return [200, setStatus(id, body.status)];
  if (id) return [201, reply(id, body.content, key)];
  return [201, create(body, key)];
}

const server = createServer(async (request, response) => {
  const [status, body] = await answer(request);
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
// The benchmark has ended.
process.on('disconnect', () => process.exit());
