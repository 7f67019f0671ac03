import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { paths } from '../../../shared/paths.ts';
import { SORTS } from '../../../shared/ticket-list.ts';
import { PRIORITIES, STATUSES } from '../../../shared/vocabulary.ts';
import {
  type Dice,
  freshFile,
  type Got,
  hire,
  type Person,
  type Program,
  type Sent,
  send,
  signIn,
  startProgram,
} from '../process.ts';
import { canary, createRecorder, type Recorder, tapPolling, tapWebsocket, type Wiretap } from './recorder.ts';

const PASSWORD = canary('password', 'right');

/** A customer, an agent or a stranger, with all that they receive. Owners are `c0`, `c1`, …; a stranger has no token. */
export type Listener = { owner: string; person: Person | null; recorder: Recorder; taps: Wiretap[] };
export type OracleDesk = {
  program: Program;
  file: string;
  dice: Dice;
  listeners: Listener[];
  agentEmails: string[];
  /** What there is to be attacked: ids as the writers learn them. */
  tickets: { id: number; owner: string }[];
  replies: string[];
  keys: string[];
  n: number;
  done: number;
};

/** Three customers and two agents, each on two bugged lines, and a stranger without one; `endings` undo it all. */
export async function openOracleDesk(dice: Dice, endings: (() => unknown)[]): Promise<OracleDesk> {
  const { file, remove } = freshFile();
  endings.push(remove);
  const roles = ['customer', 'customer', 'customer', 'agent', 'agent'] as const;
  const owners = roles.map((role, i) => (role === 'customer' ? `c${i}` : 'agent'));
  const people = await hire(
    file,
    roles.map((role, i) => ({
      role,
      // Agents' names are for everybody, their addresses are not.
      name: role === 'agent' ? `Agent ${i}` : canary(`c${i}`, 'name'),
      email: `${canary(owners[i] ?? '', `mail${i}`)}@example.com`.toLowerCase(),
    })),
    PASSWORD,
  );
  const program = await startProgram(file, { env: { LOG_LEVEL: 'trace' } });
  endings.push(() => program.kill());
  const listeners: Listener[] = [listen(program.url, dice, 'stranger', null, [])];
  for (const [i, person] of people.entries()) {
    const owner = owners[i] ?? '';
    listeners.push(
      listen(
        program.url,
        dice,
        owner,
        await signIn(program.url, person),
        owner === 'agent' ? 'all' : [owner],
      ),
    );
  }
  endings.push(() => listeners.flatMap(({ taps }) => taps.map((tap) => tap.close())));
  const agentEmails = people.filter(({ role }) => role === 'agent').map(({ email }) => email);
  return { program, file, dice, listeners, agentEmails, tickets: [], replies: [], keys: [], n: 0, done: 0 };
}

function listen(
  url: string,
  dice: Dice,
  owner: string,
  person: Person | null,
  mayHear: string[] | 'all',
): Listener {
  const recorder = createRecorder(person?.name ?? owner, mayHear);
  const shake = () => ({
    ...(person && { token: person.token }),
    ...(dice.chance(0.5) && { after: dice.below(4) }),
  });
  const taps = person ? [tapWebsocket(url, shake, recorder), tapPolling(url, shake, recorder)] : [];
  return { owner, person, recorder, taps };
}

/** One random act: as oneself, or against others. */
export async function act(desk: OracleDesk, who: Listener): Promise<void> {
  const { dice } = desk;
  desk.done += 1;
  desk.n += 1;
  if (!who.person) return strange(desk, who);
  if (dice.chance(0.12)) return speak(desk, who);
  if (who.person.role === 'agent') return dice.chance(0.65) ? serve(desk, who) : read(desk, who);
  if (dice.chance(0.35)) return attack(desk, who);
  return dice.chance(0.45) ? ask(desk, who) : read(desk, who);
}

async function call(desk: OracleDesk, who: Listener, sent: Sent & { to: string }): Promise<Got> {
  const { to, ...rest } = sent;
  const got = await send(`${desk.program.url}${to}`, {
    ...(who.person && { token: who.person.token }),
    ...rest,
  });
  who.recorder.hearAnswer(got, `${sent.method ?? 'GET'} ${to}`);
  expect(got.status, `${sent.method ?? 'GET'} ${to}: ${got.text}`).toBeLessThan(500);
  return got;
}

/** A customer submits and replies, on what is theirs. */
async function ask(desk: OracleDesk, who: Listener): Promise<void> {
  const { dice, n } = desk;
  const key = randomUUID();
  const words = (what: string) => canary(who.owner, `${what}${n}`);
  const own = desk.tickets.filter(({ owner }) => owner === who.owner);
  if (own.length < 3 || dice.chance(0.1)) {
    const body = {
      subject: words('subject'),
      description: words('description'),
      priority: dice.pick(PRIORITIES),
    };
    const got = await call(desk, who, { method: 'POST', to: '/api/tickets', body, key });
    desk.tickets.push({ id: Number(got.body.id), owner: who.owner });
  } else {
    const body = { content: words('reply'), ...(dice.chance(0.3) && { status: 'reopened' }) };
    learn(
      desk,
      await call(desk, who, { method: 'POST', to: `/api/tickets/${dice.pick(own).id}/replies`, body, key }),
    );
  }
  desk.keys.push(key);
}

/** An agent answers, notes, moves, takes, releases. */
async function serve(desk: OracleDesk, who: Listener): Promise<void> {
  const { dice, n, tickets } = desk;
  if (tickets.length === 0) return read(desk, who);
  const { id, owner } = dice.pick(tickets);
  const to = `/api/tickets/${id}`;
  const status = dice.chance(0.4) && { status: dice.pick(STATUSES) };
  const note = { content: canary('note', n), internal: true, ...status };
  const answer = { content: canary(owner, `answer${n}`), ...status };
  const key = randomUUID();
  const acts: (Sent & { to: string })[] = [
    { method: 'POST', to: `${to}/replies`, body: note, key },
    { method: 'POST', to: `${to}/replies`, body: answer, key },
    { method: 'PATCH', to, body: { status: dice.pick(STATUSES) } },
    { method: 'PATCH', to, body: { priority: dice.pick(PRIORITIES), version: 1 + dice.below(5) } },
    { method: 'POST', to: `${to}/assign`, body: { takeover: dice.chance(0.5) } },
    { method: 'DELETE', to: `${to}/assign` },
  ];
  learn(desk, await call(desk, who, dice.pick(acts)));
  desk.keys.push(key);
}

function learn(desk: OracleDesk, { body }: Got): void {
  // The seam between the wire and the contract's shape.
  const { reply } = body as { reply?: { id: string } };
  if (reply) desk.replies.push(reply.id);
}

/** Everything that can be read, on any ticket, in any order, with any filter. */
async function read(desk: OracleDesk, who: Listener): Promise<void> {
  const { dice } = desk;
  const id = desk.tickets.length ? dice.pick(desk.tickets).id : 1;
  const sort = dice.pick(SORTS);
  const page = await call(desk, who, {
    to: dice.pick([
      `/api/tickets?sort=${sort}&limit=${1 + dice.below(5)}`,
      `/api/tickets?status=${dice.pick(STATUSES)}&priority=high&assignee=none`,
      '/api/tickets/counts',
      '/api/auth/me',
      '/api/auth/sessions',
      '/api/users',
      '/api/invitations',
      `/api/tickets/${id}`,
      `/api/tickets/${id}?replies=2`,
      `/api/tickets/${id}/replies?limit=3`,
      `/api/tickets/${id}/events`,
      `/api/events?after=${dice.below(50)}&limit=20`,
    ]),
  });
  if (typeof page.body.nextCursor === 'string')
    await call(desk, who, { to: `/api/tickets?sort=${sort}&cursor=${page.body.nextCursor}` });
}

/** A customer reaches for what is not theirs, with everything an id can be smuggled in. */
async function attack(desk: OracleDesk, who: Listener): Promise<void> {
  const { dice, n } = desk;
  const foreign = desk.tickets.filter(({ owner }) => owner !== who.owner);
  const own = desk.tickets.filter(({ owner }) => owner === who.owner);
  if (foreign.length === 0 || own.length === 0 || desk.replies.length === 0) return read(desk, who);
  const to = `/api/tickets/${dice.pick(foreign).id}`;
  const mine = `/api/tickets/${dice.pick(own).id}`;
  const reply = dice.pick(desk.replies);
  const content = canary(who.owner, `attack${n}`);
  const post = (path: string, body: object, key?: string) => ({
    method: 'POST',
    to: path,
    body,
    ...(key && { key }),
  });
  const search = dice.pick(['CANARY-note', 'CANARY-c', 'mail3', 'Agent', `${1 + dice.below(20)}`]);
  const acts: (Sent & { to: string })[] = [
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
    post(`${mine}/replies`, { content, lastSeenReplyId: dice.pick([reply, null]) }),
    post(`${mine}/replies`, { content }, dice.pick(desk.keys)),
    post('/api/tickets', { subject: content, description: content, customerId: 1 }, dice.pick(desk.keys)),
    post(`${mine}/replies`, { content, internal: true }),
    { to: `/api/tickets?customer=${1 + dice.below(5)}` },
    { to: `/api/tickets?assignee=${1 + dice.below(5)}` },
    { to: `/api/tickets?q=${search}` },
    { to: '/api/events?after=0&limit=1000' },
    { method: 'PATCH', to: `/api/users/${1 + dice.below(5)}`, body: { active: false } },
  ];
  const chosen = dice.pick(acts);
  const got = await call(desk, who, chosen);
  if (/q=(CANARY-note|mail3|Agent)/.test(chosen.to)) expect(got.body.total, chosen.to).toBe(0);
}

/** Says something over the socket, about any ticket. */
async function speak({ dice, tickets }: OracleDesk, who: Listener): Promise<void> {
  const id = tickets.length ? dice.pick(tickets).id : 1;
  const tap = dice.pick(who.taps);
  if (dice.chance(0.4)) tap.say('ticket:view', id);
  else if (dice.chance(0.2)) tap.say('ticket:leave', id);
  else tap.say('ticket:typing', { id, internal: dice.chance(0.5) });
}

/** Somebody without an account knocks everywhere, and guesses passwords; what they send is secret too. */
async function strange(desk: OracleDesk, who: Listener): Promise<void> {
  const { dice, n } = desk;
  const [method = 'GET', path = '/'] = dice.pick(Object.values(paths)).split(' ');
  const to = path.replace(':id', String(1 + dice.below(8)));
  const email = dice.pick(desk.agentEmails);
  const password = canary('password', n);
  const acts: (Sent & { to: string })[] = [
    { method, to, ...(method === 'GET' ? {} : { body: {} }) },
    { method, to, token: `not.a.${canary('password', n)}`, ...(method === 'GET' ? {} : { body: {} }) },
    {
      to: dice.pick([
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
    await call(desk, who, { method: 'POST', to: '/api/auth/login', body: { email, password } });
  await call(desk, who, dice.pick(acts));
}
