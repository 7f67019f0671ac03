import { randomUUID } from 'node:crypto';
import type { Reply, Ticket } from '../../../shared/schemas.ts';
import { PRIORITIES, STATUSES } from '../../../shared/vocabulary.ts';
import type { Random } from '../../cli/sample-data/random.ts';
import { type HttpResponse, sendRequest, type TestAccount } from '../server-process.ts';
import { waitFor } from '../test-app.ts';

type Kind = 'create' | 'reply' | 'change' | 'assign' | 'release';
type Command = {
  kind: Kind;
  method: string;
  path: string;
  ticketId?: number;
  key?: string;
  body?: Record<string, unknown>;
};

/** One command and its outcome as the writer saw it. `unknown` means that the response was lost. */
export type Operation = Command & {
  actor: TestAccount;
  outcome: 'ok' | 'refused' | 'unknown';
  attempts: number;
  status: number;
  /** The response carried `Idempotent-Replayed`. */
  replayed?: boolean;
  ticket?: Ticket;
  reply?: Reply;
};

/** State shared by several writers: known tickets, finished operations and the number of commands left. */
export type Workload = {
  url: string;
  random: Random;
  remaining: number;
  tickets: { id: number; owner: number }[];
  operations: Operation[];
};

const DEFINITE = [200, 201, 400, 403, 404, 409, 422];
const UNAVAILABLE = 503;
const MAX_TICKETS = 12;

/** Sends random commands, legal and illegal, one after another until none are left; retries those without a response. */
export async function runWriter(workload: Workload, actor: TestAccount): Promise<void> {
  while (workload.remaining > 0) {
    workload.remaining -= 1;
    const command = actor.role === 'agent' ? agentCommand(workload) : customerCommand(workload, actor);
    workload.operations.push(await runCommand(workload, actor, command));
  }
}

/** Sends one command and retries it with the same key until there is a response; sometimes gives up instead. */
export async function runCommand(
  workload: Workload,
  actor: TestAccount,
  command: Command,
): Promise<Operation> {
  let attempts = 0;
  for (;;) {
    attempts += 1;
    const { method, path, key, body } = command;
    const response = await sendRequest(`${workload.url}${path}`, {
      method,
      token: actor.token,
      ...(key && { key }),
      body,
    }).catch(() => null);
    if (response && response.status !== UNAVAILABLE)
      return toOperation(workload, actor, command, attempts, response);
    await waitFor(
      () =>
        sendRequest(`${workload.url}/healthz`).then(
          ({ status }) => status === 200,
          () => false,
        ),
      20_000,
    );
    // A 503 means that nothing was changed.
    if (response && !key && attempts === 1)
      return { ...command, actor, attempts, outcome: 'refused', status: response.status };
    if (!key || workload.random.chance(0.15))
      return { ...command, actor, attempts, outcome: 'unknown', status: 0 };
  }
}

function toOperation(
  workload: Workload,
  actor: TestAccount,
  command: Command,
  attempts: number,
  { status, body, text, headers }: HttpResponse,
): Operation {
  if (!DEFINITE.includes(status)) throw new Error(`${command.method} ${command.path}: ${status} ${text}`);
  if (status >= 300) {
    // An earlier attempt may still be running, and succeed although this one was refused.
    return { ...command, actor, attempts, outcome: attempts > 1 ? 'unknown' : 'refused', status };
  }
  // The response body has the contract's type.
  const result = body as unknown as Ticket & { ticket: Ticket; reply: Reply };
  const ticket = result.ticket ?? result;
  if (command.kind === 'create') workload.tickets.push({ id: ticket.id, owner: actor.id });
  const reply = result.reply ? { reply: result.reply } : {};
  const replayed = headers.get('idempotent-replayed') === 'true';
  return { ...command, actor, attempts, outcome: 'ok', status, replayed, ticket, ...reply };
}

function customerCommand(workload: Workload, actor: TestAccount): Command {
  const { random, tickets } = workload;
  const own = tickets.filter(({ owner }) => owner === actor.id);
  const foreign = tickets.filter(({ owner }) => owner !== actor.id);
  if (own.length === 0 || random.chance(tickets.length < MAX_TICKETS ? 0.25 : 0.02))
    return draftTicket(random);
  if (foreign.length > 0 && random.chance(0.05)) return draftReply(random.pick(foreign).id, {});
  const { id } = random.pick(own);
  const roll = random.next();
  if (roll < 0.6) return draftReply(id, random.chance(0.3) ? { status: 'reopened' } : {});
  if (roll < 0.7) return draftReply(id, { internal: true });
  if (roll < 0.75) return change(id, { priority: 'high' });
  return change(id, { status: random.chance(0.8) ? 'reopened' : random.pick(STATUSES) });
}

function agentCommand(workload: Workload): Command {
  const { random, tickets } = workload;
  if (tickets.length === 0) return draftTicket(random);
  const { id } = random.pick(tickets);
  const status = random.pick(STATUSES);
  const roll = random.next();
  if (roll < 0.35)
    return draftReply(id, { internal: random.chance(0.35), ...(random.chance(0.35) && { status }) });
  if (roll < 0.65) return change(id, { status });
  if (roll < 0.75)
    return change(id, {
      priority: random.pick(PRIORITIES),
      ...(random.chance(0.3) && { version: 1 + random.below(9) }),
    });
  if (roll < 0.9)
    return {
      kind: 'assign',
      method: 'POST',
      path: `/api/tickets/${id}/assign`,
      ticketId: id,
      body: { takeover: random.chance(0.5) },
    };
  return { kind: 'release', method: 'DELETE', path: `/api/tickets/${id}/assign`, ticketId: id };
}

/** A new ticket whose text contains its key, which identifies it. */
export function draftTicket(random: Random): Command {
  const key = randomUUID();
  const body = { subject: `Ticket ${key}`, description: `About ${key}`, priority: random.pick(PRIORITIES) };
  return { kind: 'create', method: 'POST', path: '/api/tickets', key, body };
}

/** A reply whose text contains its key. */
export function draftReply(ticketId: number, extra: Record<string, unknown>): Command {
  const key = randomUUID();
  return {
    kind: 'reply',
    method: 'POST',
    path: `/api/tickets/${ticketId}/replies`,
    ticketId,
    key,
    body: { content: `Content ${key}`, ...extra },
  };
}

const change = (ticketId: number, body: Record<string, unknown>): Command => ({
  kind: 'change',
  method: 'PATCH',
  path: `/api/tickets/${ticketId}`,
  ticketId,
  body,
});
