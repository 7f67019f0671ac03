import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { HistoryEntry } from '../../shared/events.ts';
import { STATUSES, type Status } from '../../shared/vocabulary.ts';
import { auditDatabase } from '../testing/oracle/audit-database.ts';
import { createDatabaseFile, LONG } from '../testing/server-process.ts';
import { createTicket, startTestApp, type TestSocket, type TestUser, waitFor } from '../testing/test-app.ts';

const database = createDatabaseFile();
const app = await startTestApp({ DATABASE_URL: `sqlite:${database.file}` });
afterAll(async () => {
  await app.close();
  database.remove();
});

const [carl, lena, ada, bea] = await Promise.all([
  app.createUser('customer', 'Carl'),
  app.createUser('customer', 'Lena'),
  app.createUser('agent', 'Ada'),
  app.createUser('agent', 'Bea'),
]);
const USERS = { carl, lena, ada, bea };
const USER_NAMES = ['carl', 'lena', 'ada', 'bea'] as const;
type UserName = (typeof USER_NAMES)[number];
const [carlSocket, beaSocket] = await Promise.all([app.openSocket(carl), app.openSocket(bea)]);

type Action = { user: UserName } & (
  | { type: 'changeStatus'; to: Status }
  | { type: 'assign'; takeover: boolean }
  | { type: 'release' }
  | { type: 'reply'; to?: Status; note: boolean }
);

/** The model of a ticket: `events` is the number of its events, `notes` the number of those that Carl does not receive. */
type Model = { status: Status; agent: UserName | null; events: number; notes: number };
const NEW: Model = { status: 'open', agent: null, events: 1, notes: 0 };

/** A second, independent implementation of the contract: returns the ticket after the action, or the error status. */
const TRANSITIONS = [
  'open in_progress',
  'in_progress waiting_on_customer',
  'in_progress resolved',
  'waiting_on_customer in_progress',
  'resolved reopened',
  'reopened in_progress',
];
function predict(before: Model, action: Action): Model | number {
  const { user } = action;
  const agent = user === 'ada' || user === 'bea';
  if (user === 'lena') return 404;
  if (action.type === 'changeStatus') return afterStatusChange(before, user, action.to);
  if (action.type === 'reply') {
    if (action.note && !agent) return 403;
    const afterReply = { ...before, events: before.events + 1, notes: before.notes + Number(action.note) };
    if (action.to) return afterStatusChange(afterReply, user, action.to);
    const movesBack = !agent && before.status === 'waiting_on_customer';
    return movesBack ? { ...afterReply, status: 'in_progress', events: afterReply.events + 1 } : afterReply;
  }
  if (!agent) return 403;
  if (action.type === 'release')
    return { ...before, agent: null, events: before.events + Number(before.agent !== null) };
  if (before.agent === user) return before;
  if (before.agent && !action.takeover) return 409;
  const startsWork = before.status === 'open' || before.status === 'reopened';
  const status = startsWork ? 'in_progress' : before.status;
  return { ...before, agent: user, status, events: before.events + 1 + Number(startsWork) };
}
function afterStatusChange(before: Model, user: UserName, to: Status): Model | number {
  if ((to === 'reopened') !== (user === 'carl')) return 403;
  if (!TRANSITIONS.includes(`${before.status} ${to}`)) return 400;
  const assigns = to === 'in_progress' && !before.agent;
  return {
    ...before,
    status: to,
    agent: assigns ? user : before.agent,
    events: before.events + 1 + Number(assigns),
  };
}

type Real = { id: number };

/** One action, run against the model and the server. */
class Step implements fc.AsyncCommand<Model, Real> {
  readonly action: Action;
  constructor(action: Action) {
    this.action = action;
  }
  check = () => true;
  toString = () => JSON.stringify(this.action);

  async run(model: Model, { id }: Real): Promise<void> {
    const predicted = predict(model, this.action);
    const { status } = await perform(USERS[this.action.user], id, this.action);
    const successStatus = this.action.type === 'reply' ? 201 : 200;
    expect(status).toBe(typeof predicted === 'number' ? predicted : successStatus);
    if (typeof predicted !== 'number') Object.assign(model, predicted);
    expect(await readModel(id)).toEqual(model);
  }
}

function perform(user: TestUser, id: number, action: Action) {
  const path = `/api/tickets/${id}`;
  if (action.type === 'changeStatus') return user.patch(path, { status: action.to });
  if (action.type === 'release') return user.delete(`${path}/assign`);
  if (action.type === 'assign') return user.post(`${path}/assign`, { takeover: action.takeover });
  return user.post(`${path}/replies`, {
    content: 'Hello.',
    ...(action.note && { internal: true }),
    ...(action.to && { status: action.to }),
  });
}

/** Reads the same model from the server: the ticket, and its history as an agent and as the customer see it. */
async function readModel(id: number): Promise<Model> {
  const { body: ticket } = await bea.get(`/api/tickets/${id}`);
  const [all = [], shown = []] = await Promise.all(
    [bea, carl].map(async (reader) => {
      const { body } = await reader.get<{ events: HistoryEntry[] }>(`/api/tickets/${id}/events`);
      return body.events;
    }),
  );
  const agent = (['ada', 'bea'] as const).find((name) => USERS[name].user.id === ticket.agent?.id) ?? null;
  return { status: ticket.status as Status, agent, events: all.length, notes: all.length - shown.length };
}

/** The number of this ticket's events that the socket has received. */
async function receivedEvents(socket: TestSocket, id: number, expected: number): Promise<number> {
  const received = () => socket.events.filter(({ ticketId }) => ticketId === id).length;
  await waitFor(() => received() >= expected);
  await socket.emitWithAck('ticket:leave', id);
  return received();
}

// Mostly actions that are legal for the role, to reach long histories; sometimes any action by any user.
const agents = fc.constantFrom<UserName>('ada', 'bea');
const usual = fc.oneof(
  fc.record({ user: agents, to: fc.constantFrom<Status>('in_progress', 'waiting_on_customer', 'resolved') }),
  fc.record({ user: fc.constant<UserName>('carl'), to: fc.constant<Status>('reopened') }),
);
const unusual = fc.record({ user: fc.constantFrom(...USER_NAMES), to: fc.constantFrom(...STATUSES) });
const move = fc.oneof({ weight: 3, arbitrary: usual }, { weight: 1, arbitrary: unusual });
const user = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...USER_NAMES) },
  { weight: 1, arbitrary: agents },
);
const replyDraft = fc.oneof(
  { weight: 2, arbitrary: fc.record({ user: fc.constant<UserName>('carl') }) },
  { weight: 1, arbitrary: fc.record({ user }) },
  { weight: 1, arbitrary: move },
);
const steps = [
  move.map((one): Action => ({ type: 'changeStatus', ...one })),
  fc.tuple(user, fc.boolean()).map(([user, takeover]): Action => ({ type: 'assign', user, takeover })),
  user.map((user): Action => ({ type: 'release', user })),
  fc
    .tuple(replyDraft, fc.integer({ min: 0, max: 3 }))
    .map(([one, n]): Action => ({ type: 'reply', note: n === 0, ...one })),
].map((action) => action.map((one) => new Step(one)));

const SEED = Number(process.env.MODEL_SEED ?? Date.now() % 1e6);

test(
  `WF-2 after random actions, every ticket equals the model (MODEL_SEED=${SEED})`,
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(steps, { maxCommands: LONG ? 60 : 30, size: 'max' }), async (commands) => {
        const { id } = await createTicket(carl);
        const model = { ...NEW };
        await fc.asyncModelRun(() => ({ model, real: { id } }), commands);
        expect(await receivedEvents(beaSocket, id, model.events)).toBe(model.events);
        expect(await receivedEvents(carlSocket, id, model.events - model.notes)).toBe(
          model.events - model.notes,
        );
      }),
      { seed: SEED, numRuns: LONG ? 300 : 12 },
    );
    // Checks in the database file that each history is legal and has one event for each change.
    const { tickets, events } = await auditDatabase(database.file);
    if (LONG || process.env.FIGURES)
      process.stderr.write(`${JSON.stringify({ model: { SEED, tickets, events } })}\n`);
  },
  LONG ? 900_000 : 120_000,
);
