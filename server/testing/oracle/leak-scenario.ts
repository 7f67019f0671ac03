import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { paths } from '../../../shared/paths.ts';
import { SORTS } from '../../../shared/ticket-list.ts';
import { PRIORITIES, STATUSES } from '../../../shared/vocabulary.ts';
import {
  createAccounts,
  createDatabaseFile,
  type HttpResponse,
  type Random,
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

/** A customer, an agent or a stranger, with all that they receive. Owners are `c0`, `c1`, …; a stranger has no token. */
export type Participant = {
  owner: string;
  person: TestAccount | null;
  recorder: Recorder;
  connections: RecordedConnection[];
};
export type LeakScenario = {
  server: ServerProcess;
  file: string;
  random: Random;
  participants: Participant[];
  agentEmails: string[];
  /** What there is to be attacked: ids as the writers learn them. */
  tickets: { id: number; owner: string }[];
  replies: string[];
  keys: string[];
  actionNumber: number;
  actionCount: number;
};

/** Three customers and two agents, each on two bugged lines, and a stranger without one; `endings` undo it all. */
export async function startLeakScenario(random: Random, endings: (() => unknown)[]): Promise<LeakScenario> {
  const { file, remove } = createDatabaseFile();
  endings.push(remove);
  const roles = ['customer', 'customer', 'customer', 'agent', 'agent'] as const;
  const owners = roles.map((role, i) => (role === 'customer' ? `c${i}` : 'agent'));
  const people = await createAccounts(
    file,
    roles.map((role, i) => ({
      role,
      // Agents' names are for everybody, their addresses are not.
      name: role === 'agent' ? `Agent ${i}` : canary(`c${i}`, 'name'),
      email: `${canary(owners[i] ?? '', `mail${i}`)}@example.com`.toLowerCase(),
    })),
    PASSWORD,
  );
  const server = await startServer(file, { env: { LOG_LEVEL: 'trace' } });
  endings.push(() => server.kill());
  const participants: Participant[] = [createParticipant(server.url, random, 'stranger', null, [])];
  for (const [i, person] of people.entries()) {
    const owner = owners[i] ?? '';
    participants.push(
      createParticipant(
        server.url,
        random,
        owner,
        await signIn(server.url, person),
        owner === 'agent' ? 'all' : [owner],
      ),
    );
  }
  endings.push(() => participants.flatMap(({ connections: taps }) => taps.map((tap) => tap.close())));
  const agentEmails = people.filter(({ role }) => role === 'agent').map(({ email }) => email);
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
  person: TestAccount | null,
  mayHear: string[] | 'all',
): Participant {
  const recorder = createRecorder(person?.name ?? owner, mayHear);
  const shake = () => ({
    ...(person && { token: person.token }),
    ...(random.chance(0.5) && { after: random.below(4) }),
  });
  const connections = person
    ? [recordWebsocket(url, shake, recorder), recordPolling(url, shake, recorder)]
    : [];
  return { owner, person, recorder, connections };
}

/** One random act: as oneself, or against others. */
export async function runRandomAction(app: LeakScenario, who: Participant): Promise<void> {
  const { random } = app;
  app.actionCount += 1;
  app.actionNumber += 1;
  if (!who.person) return strange(app, who);
  if (random.chance(0.12)) return speak(app, who);
  if (who.person.role === 'agent') return random.chance(0.65) ? serve(app, who) : read(app, who);
  if (random.chance(0.35)) return attack(app, who);
  return random.chance(0.45) ? ask(app, who) : read(app, who);
}

async function call(
  app: LeakScenario,
  who: Participant,
  sent: RequestOptions & { to: string },
): Promise<HttpResponse> {
  const { to, ...rest } = sent;
  const got = await sendRequest(`${app.server.url}${to}`, {
    ...(who.person && { token: who.person.token }),
    ...rest,
  });
  who.recorder.recordResponse(got, `${sent.method ?? 'GET'} ${to}`);
  expect(got.status, `${sent.method ?? 'GET'} ${to}: ${got.text}`).toBeLessThan(500);
  return got;
}

/** A customer submits and replies, on what is theirs. */
async function ask(app: LeakScenario, who: Participant): Promise<void> {
  const { random, actionNumber: n } = app;
  const key = randomUUID();
  const words = (what: string) => canary(who.owner, `${what}${n}`);
  const own = app.tickets.filter(({ owner }) => owner === who.owner);
  if (own.length < 3 || random.chance(0.1)) {
    const body = {
      subject: words('subject'),
      description: words('description'),
      priority: random.pick(PRIORITIES),
    };
    const got = await call(app, who, { method: 'POST', to: '/api/tickets', body, key });
    app.tickets.push({ id: Number(got.body.id), owner: who.owner });
  } else {
    const body = { content: words('reply'), ...(random.chance(0.3) && { status: 'reopened' }) };
    learn(
      app,
      await call(app, who, { method: 'POST', to: `/api/tickets/${random.pick(own).id}/replies`, body, key }),
    );
  }
  app.keys.push(key);
}

/** An agent answers, notes, moves, takes, releases. */
async function serve(app: LeakScenario, who: Participant): Promise<void> {
  const { random, actionNumber: n, tickets } = app;
  if (tickets.length === 0) return read(app, who);
  const { id, owner } = random.pick(tickets);
  const to = `/api/tickets/${id}`;
  const status = random.chance(0.4) && { status: random.pick(STATUSES) };
  const note = { content: canary('note', n), internal: true, ...status };
  const answer = { content: canary(owner, `answer${n}`), ...status };
  const key = randomUUID();
  const acts: (RequestOptions & { to: string })[] = [
    { method: 'POST', to: `${to}/replies`, body: note, key },
    { method: 'POST', to: `${to}/replies`, body: answer, key },
    { method: 'PATCH', to, body: { status: random.pick(STATUSES) } },
    { method: 'PATCH', to, body: { priority: random.pick(PRIORITIES), version: 1 + random.below(5) } },
    { method: 'POST', to: `${to}/assign`, body: { takeover: random.chance(0.5) } },
    { method: 'DELETE', to: `${to}/assign` },
  ];
  learn(app, await call(app, who, random.pick(acts)));
  app.keys.push(key);
}

function learn(app: LeakScenario, { body }: HttpResponse): void {
  // The seam between the wire and the contract's shape.
  const { reply } = body as { reply?: { id: string } };
  if (reply) app.replies.push(reply.id);
}

/** Everything that can be read, on any ticket, in any order, with any filter. */
async function read(app: LeakScenario, who: Participant): Promise<void> {
  const { random } = app;
  const id = app.tickets.length ? random.pick(app.tickets).id : 1;
  const sort = random.pick(SORTS);
  const page = await call(app, who, {
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
    await call(app, who, { to: `/api/tickets?sort=${sort}&cursor=${page.body.nextCursor}` });
}

/** A customer reaches for what is not theirs, with everything an id can be smuggled in. */
async function attack(app: LeakScenario, who: Participant): Promise<void> {
  const { random, actionNumber: n } = app;
  const foreign = app.tickets.filter(({ owner }) => owner !== who.owner);
  const own = app.tickets.filter(({ owner }) => owner === who.owner);
  if (foreign.length === 0 || own.length === 0 || app.replies.length === 0) return read(app, who);
  const to = `/api/tickets/${random.pick(foreign).id}`;
  const mine = `/api/tickets/${random.pick(own).id}`;
  const reply = random.pick(app.replies);
  const content = canary(who.owner, `attack${n}`);
  const post = (path: string, body: object, key?: string) => ({
    method: 'POST',
    to: path,
    body,
    ...(key && { key }),
  });
  const search = random.pick(['CANARY-note', 'CANARY-c', 'mail3', 'Agent', `${1 + random.below(20)}`]);
  const acts: (RequestOptions & { to: string })[] = [
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
    post(`${mine}/replies`, { content }, random.pick(app.keys)),
    post('/api/tickets', { subject: content, description: content, customerId: 1 }, random.pick(app.keys)),
    post(`${mine}/replies`, { content, internal: true }),
    { to: `/api/tickets?customer=${1 + random.below(5)}` },
    { to: `/api/tickets?assignee=${1 + random.below(5)}` },
    { to: `/api/tickets?q=${search}` },
    { to: '/api/events?after=0&limit=1000' },
    { method: 'PATCH', to: `/api/users/${1 + random.below(5)}`, body: { active: false } },
  ];
  const chosen = random.pick(acts);
  const got = await call(app, who, chosen);
  if (/q=(CANARY-note|mail3|Agent)/.test(chosen.to)) expect(got.body.total, chosen.to).toBe(0);
}

/** Says something over the socket, about any ticket. */
async function speak({ random, tickets }: LeakScenario, who: Participant): Promise<void> {
  const id = tickets.length ? random.pick(tickets).id : 1;
  const tap = random.pick(who.connections);
  if (random.chance(0.4)) tap.emit('ticket:view', id);
  else if (random.chance(0.2)) tap.emit('ticket:leave', id);
  else tap.emit('ticket:typing', { id, internal: random.chance(0.5) });
}

/** Somebody without an account knocks everywhere, and guesses passwords; what they send is secret too. */
async function strange(app: LeakScenario, who: Participant): Promise<void> {
  const { random, actionNumber: n } = app;
  const [method = 'GET', path = '/'] = random.pick(Object.values(paths)).split(' ');
  const to = path.replace(':id', String(1 + random.below(8)));
  const email = random.pick(app.agentEmails);
  const password = canary('password', n);
  const acts: (RequestOptions & { to: string })[] = [
    { method, to, ...(method === 'GET' ? {} : { body: {} }) },
    { method, to, token: `not.a.${canary('password', n)}`, ...(method === 'GET' ? {} : { body: {} }) },
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
  if (n % 40 === 0)
    await call(app, who, { method: 'POST', to: '/api/auth/login', body: { email, password } });
  await call(app, who, random.pick(acts));
}
