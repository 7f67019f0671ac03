import { randomUUID } from 'node:crypto';
import type { Request } from 'autocannon';
import type { Workspace } from '../workspace.ts';

/** The requests whose cost is compared with the bare server. */
export const KINDS = ['list', 'detail', 'reply', 'status', 'create'] as const;
export type Kind = (typeof KINDS)[number];

export const REPLY = 'Thank you for the report. I can reproduce it here, and a fix is on its way. '.repeat(3);
const DRAFT = {
  subject: 'Invoice 4711 shows the wrong amount',
  description:
    'It lists the old price, and our accountant needs the right one by the end of the week. '.repeat(3),
};

/**
 * The requests of one run. Each connection has a user of its own, and for status changes a ticket of its own: it moves
 * between two statuses.
 */
export function createRequests({ agents, customers, tickets }: Workspace) {
  let usedTickets = 0;
  const authorized = (users: Workspace['agents'], connection: number) => ({
    authorization: `Bearer ${users[connection % users.length]?.token}`,
  });
  const get = (connection: number, paths: string[]): Request[] =>
    paths.map((path) => ({ method: 'GET', path, headers: authorized(agents, connection) }));
  const write = (method: 'POST' | 'PATCH', headers: object, path: string, body: object): Request => ({
    method,
    path,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  /** A request with a new idempotency key each time, as the web client sends it. */
  const withKeys = (request: Request): Request => ({
    ...request,
    setupRequest: (sent) => ({ ...sent, headers: { ...sent.headers, 'idempotency-key': randomUUID() } }),
  });

  const requests: Record<Kind, (connection: number) => Request[]> = {
    list: (connection) =>
      get(
        connection,
        ['open', 'in_progress', 'resolved'].map((status) => `/api/tickets?status=${status}&limit=20`),
      ),
    detail: (connection) =>
      get(
        connection,
        tickets.long.map((id) => `/api/tickets/${id}`),
      ),
    reply: (connection) =>
      rotate(tickets.any, connection * 7).map((id) =>
        withKeys(
          write('POST', authorized(agents, connection), `/api/tickets/${id}/replies`, { content: REPLY }),
        ),
      ),
    status(connection) {
      const id = tickets.inProgress[usedTickets % tickets.inProgress.length];
      usedTickets += 1;
      return ['waiting_on_customer', 'in_progress'].map((status) =>
        write('PATCH', authorized(agents, connection), `/api/tickets/${id}`, { status }),
      );
    },
    create: (connection) => [
      withKeys(write('POST', authorized(customers, connection), '/api/tickets', DRAFT)),
    ],
  };
  return requests;
}

const rotate = <T>(items: readonly T[], by: number): T[] => {
  const start = by % Math.max(1, items.length);
  return [...items.slice(start), ...items.slice(0, start)];
};
