import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { paths } from '../../../shared/paths.ts';
import { SORTS } from '../../../shared/ticket-list.ts';
import { PRIORITIES, STATUSES } from '../../../shared/vocabulary.ts';
import type { Random } from '../../cli/sample-data/random.ts';
import {
  createAccounts,
  createDatabaseFile,
  type HttpResponse,
  type RequestOptions,
  type ServerProcess,
  sendRequest,
  signIn,
  startServer,
  type TestAccount,
} from '../server-process.ts';
import {
  canary,
  createRecorder,
  type RecordedConnection,
  type Recorder,
  recordPolling,
  recordWebsocket,
} from './traffic-recorder.ts';

const PASSWORD = canary('password', 'right');

/** A customer, an agent or an anonymous client, with a recorder of all it receives. Customers are the owners `c0`, `c1`, …. */
export type Participant = {
  owner: string;
  account: TestAccount | null;
  recorder: Recorder;
  connections: RecordedConnection[];
};
/** A server under random requests, with the ids that the participants have learned. */
export type LeakScenario = {
  server: ServerProcess;
  file: string;
  random: Random;
  participants: Participant[];
  agentEmails: string[];
  /** Ids to attack. */
  tickets: { id: number; owner: string }[];
  replies: string[];
  keys: string[];
  actionNumber: number;
  actionCount: number;
};

/** Starts a server with three customers and two agents, each on two recorded connections, and an anonymous client. The
 * cleanup functions are pushed to `endings`. */
export async function startLeakScenario(random: Random, endings: (() => unknown)[]): Promise<LeakScenario> {
  const { file, remove } = createDatabaseFile();
  endings.push(remove);
  const roles = ['customer', 'customer', 'customer', 'agent', 'agent'] as const;
  const owners = roles.map((role, i) => (role === 'customer' ? `c${i}` : 'agent'));
  const accounts = await createAccounts(
    file,
    roles.map((role, i) => ({
      role,
      // Customers may see agents' names, but not their e-mail addresses.
      name: role === 'agent' ? `Agent ${i}` : canary(`c${i}`, 'name'),
      email: `${canary(owners[i] ?? '', `mail${i}`)}@example.com`.toLowerCase(),
    })),
    PASSWORD,
  );
  const server = await startServer(file, { env: { LOG_LEVEL: 'trace' } });
  endings.push(() => server.kill());
  const participants: Participant[] = [createParticipant(server.url, random, 'anonymous', null, [])];
  for (const [i, account] of accounts.entries()) {
    const owner = owners[i] ?? '';
    participants.push(
      createParticipant(
        server.url,
        random,
        owner,
        await signIn(server.url, account),
        owner === 'agent' ? 'all' : [owner],
      ),
    );
  }
  endings.push(() =>
    participants.flatMap(({ connections }) => connections.map((connection) => connection.close())),
  );
  const agentEmails = accounts.filter(({ role }) => role === 'agent').map(({ email }) => email);
  return {
    server,
    file,
    random,
    participants,
    agentEmails,
    tickets: [],
    replies: [],
    keys: [],
    actionNumber: 0,
    actionCount: 0,
  };
}

function createParticipant(
  url: string,
  random: Random,
  owner: string,
  account: TestAccount | null,
  allowedOwners: string[] | 'all',
): Participant {
  const recorder = createRecorder(account?.name ?? owner, allowedOwners);
  const handshake = () => ({
    ...(account && { token: account.token }),
    ...(random.chance(0.5) && { after: random.below(4) }),
  });
  const connections = account
    ? [recordWebsocket(url, handshake, recorder), recordPolling(url, handshake, recorder)]
    : [];
  return { owner, account, recorder, connections };
}

/** Performs one random action of this participant: a normal request or an attack on other users' data. */
export async function runRandomAction(scenario: LeakScenario, participant: Participant): Promise<void> {
  const { random } = scenario;
  scenario.actionCount += 1;
  scenario.actionNumber += 1;
  if (!participant.account) return actAnonymously(scenario, participant);
  if (random.chance(0.12)) return emitMessage(scenario, participant);
  if (participant.account.role === 'agent')
    return random.chance(0.65) ? actAsAgent(scenario, participant) : readAnything(scenario, participant);
  if (random.chance(0.35)) return attack(scenario, participant);
  return random.chance(0.45) ? actAsCustomer(scenario, participant) : readAnything(scenario, participant);
}

async function call(
  scenario: LeakScenario,
  participant: Participant,
  options: RequestOptions & { to: string },
): Promise<HttpResponse> {
  const { to, ...rest } = options;
  const response = await sendRequest(`${scenario.server.url}${to}`, {
    ...(participant.account && { token: participant.account.token }),
    ...rest,
  });
  participant.recorder.recordResponse(response, `${options.method ?? 'GET'} ${to}`);
  expect(response.status, `${options.method ?? 'GET'} ${to}: ${response.text}`).toBeLessThan(500);
  return response;
}

/** A customer creates tickets and replies to their own. */
async function actAsCustomer(scenario: LeakScenario, participant: Participant): Promise<void> {
  const { random, actionNumber } = scenario;
  const key = randomUUID();
  const text = (field: string) => canary(participant.owner, `${field}${actionNumber}`);
  const own = scenario.tickets.filter(({ owner }) => owner === participant.owner);
  if (own.length < 3 || random.chance(0.1)) {
    const body = {
      subject: text('subject'),
      description: text('description'),
      priority: random.pick(PRIORITIES),
    };
    const response = await call(scenario, participant, { method: 'POST', to: '/api/tickets', body, key });
    scenario.tickets.push({ id: Number(response.body.id), owner: participant.owner });
  } else {
    const body = { content: text('reply'), ...(random.chance(0.3) && { status: 'reopened' }) };
    rememberReply(
      scenario,
      await call(scenario, participant, {
        method: 'POST',
        to: `/api/tickets/${random.pick(own).id}/replies`,
        body,
        key,
      }),
    );
  }
  scenario.keys.push(key);
}

/** An agent replies, writes notes, changes status and priority, assigns and releases. */
async function actAsAgent(scenario: LeakScenario, participant: Participant): Promise<void> {
  const { random, actionNumber, tickets } = scenario;
  if (tickets.length === 0) return readAnything(scenario, participant);
  const { id, owner } = random.pick(tickets);
  const to = `/api/tickets/${id}`;
  const status = random.chance(0.4) && { status: random.pick(STATUSES) };
  const note = { content: canary('note', actionNumber), internal: true, ...status };
  const reply = { content: canary(owner, `support${actionNumber}`), ...status };
  const key = randomUUID();
  const choices: (RequestOptions & { to: string })[] = [
    { method: 'POST', to: `${to}/replies`, body: note, key },
    { method: 'POST', to: `${to}/replies`, body: reply, key },
    { method: 'PATCH', to, body: { status: random.pick(STATUSES) } },
    { method: 'PATCH', to, body: { priority: random.pick(PRIORITIES), version: 1 + random.below(5) } },
    { method: 'POST', to: `${to}/assign`, body: { takeover: random.chance(0.5) } },
    { method: 'DELETE', to: `${to}/assign` },
  ];
  rememberReply(scenario, await call(scenario, participant, random.pick(choices)));
  scenario.keys.push(key);
}

function rememberReply(scenario: LeakScenario, { body }: HttpResponse): void {
  // The response body has the contract's type.
  const { reply } = body as { reply?: { id: string } };
  if (reply) scenario.replies.push(reply.id);
}

/** Reads a random resource of any ticket, in any order, with any filter. */
async function readAnything(scenario: LeakScenario, participant: Participant): Promise<void> {
  const { random } = scenario;
  const id = scenario.tickets.length ? random.pick(scenario.tickets).id : 1;
  const sort = random.pick(SORTS);
  const page = await call(scenario, participant, {
    to: random.pick([
      `/api/tickets?sort=${sort}&limit=${1 + random.below(5)}`,
      `/api/tickets?status=${random.pick(STATUSES)}&priority=high&assignee=none`,
      '/api/tickets/counts',
      '/api/auth/me',
      '/api/auth/sessions',
      '/api/users',
      '/api/invitations',
      `/api/tickets/${id}`,
      `/api/tickets/${id}?replies=2`,
      `/api/tickets/${id}/replies?limit=3`,
      `/api/tickets/${id}/events`,
      `/api/events?after=${random.below(50)}&limit=20`,
    ]),
  });
  if (typeof page.body.nextCursor === 'string')
    await call(scenario, participant, { to: `/api/tickets?sort=${sort}&cursor=${page.body.nextCursor}` });
}

/** A customer requests other users' tickets, with foreign ids in every place that takes an id. */
async function attack(scenario: LeakScenario, participant: Participant): Promise<void> {
  const { random, actionNumber } = scenario;
  const foreign = scenario.tickets.filter(({ owner }) => owner !== participant.owner);
  const own = scenario.tickets.filter(({ owner }) => owner === participant.owner);
  if (foreign.length === 0 || own.length === 0 || scenario.replies.length === 0)
    return readAnything(scenario, participant);
  const to = `/api/tickets/${random.pick(foreign).id}`;
  const mine = `/api/tickets/${random.pick(own).id}`;
  const reply = random.pick(scenario.replies);
  const content = canary(participant.owner, `attack${actionNumber}`);
  const post = (path: string, body: object, key?: string) => ({
    method: 'POST',
    to: path,
    body,
    ...(key && { key }),
  });
  const search = random.pick(['CANARY-note', 'CANARY-c', 'mail3', 'Agent', `${1 + random.below(20)}`]);
  const choices: (RequestOptions & { to: string })[] = [
    { to },
    { to: `${to}/replies?before=${reply}` },
    { to: `${mine}/replies?before=${reply}` },
    { to: `${to}/events` },
    { method: 'PUT', to: `${mine}/read`, body: { upTo: reply } },
    { method: 'PUT', to: `${to}/read`, body: { upTo: null } },
    { method: 'PATCH', to, body: { status: 'reopened', version: 1 } },
    { method: 'PATCH', to: mine, body: { status: 'reopened', version: 1 } },
    { method: 'DELETE', to: `${to}/assign` },
    post(`${to}/assign`, { takeover: true }),
    post(`${mine}/assign`, {}),
    post(`${to}/replies`, { content }),
    post(`${mine}/replies`, { content, lastSeenReplyId: random.pick([reply, null]) }),
    post(`${mine}/replies`, { content }, random.pick(scenario.keys)),
    post(
      '/api/tickets',
      { subject: content, description: content, customerId: 1 },
      random.pick(scenario.keys),
    ),
    post(`${mine}/replies`, { content, internal: true }),
    { to: `/api/tickets?customer=${1 + random.below(5)}` },
    { to: `/api/tickets?assignee=${1 + random.below(5)}` },
    { to: `/api/tickets?q=${search}` },
    { to: '/api/events?after=0&limit=1000' },
    { method: 'PATCH', to: `/api/users/${1 + random.below(5)}`, body: { active: false } },
  ];
  const chosen = random.pick(choices);
  const response = await call(scenario, participant, chosen);
  if (/q=(CANARY-note|mail3|Agent)/.test(chosen.to)) expect(response.body.total, chosen.to).toBe(0);
}

/** Emits a random socket event about any ticket. */
async function emitMessage({ random, tickets }: LeakScenario, participant: Participant): Promise<void> {
  const id = tickets.length ? random.pick(tickets).id : 1;
  const connection = random.pick(participant.connections);
  if (random.chance(0.4)) connection.emit('ticket:view', id);
  else if (random.chance(0.2)) connection.emit('ticket:leave', id);
  else connection.emit('ticket:typing', { id, internal: random.chance(0.5) });
}

/** An anonymous client calls every endpoint and guesses passwords; what it sends must not appear in the log. */
async function actAnonymously(scenario: LeakScenario, participant: Participant): Promise<void> {
  const { random, actionNumber } = scenario;
  const [method = 'GET', path = '/'] = random.pick(Object.values(paths)).split(' ');
  const to = path.replace(':id', String(1 + random.below(8)));
  const email = random.pick(scenario.agentEmails);
  const password = canary('password', actionNumber);
  const choices: (RequestOptions & { to: string })[] = [
    { method, to, ...(method === 'GET' ? {} : { body: {} }) },
    {
      method,
      to,
      token: `not.a.${canary('password', actionNumber)}`,
      ...(method === 'GET' ? {} : { body: {} }),
    },
    {
      to: random.pick([
        '/',
        '/openapi.json',
        '/docs',
        '/metrics',
        '/socket.io/?EIO=4&transport=polling',
        `/api/tickets?token=${password}`,
      ]),
    },
    { method: 'POST', to: '/api/auth/register', body: { email, name: 'Me', password } },
    { method: 'POST', to: '/api/auth/register', body: { email: 'no', name: '', password, role: 'agent' } },
    {
      method: 'POST',
      to: '/api/auth/register',
      body: `{"password":"${password}`,
      headers: { 'content-type': 'application/json' },
    },
  ];
  if (actionNumber % 40 === 0)
    await call(scenario, participant, { method: 'POST', to: '/api/auth/login', body: { email, password } });
  await call(scenario, participant, random.pick(choices));
}
