import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { HistoryEntry } from '../../shared/events.ts';
import { STATUSES, type Status } from '../../shared/vocabulary.ts';
import { auditDatabase } from '../testing/oracle/audit-database.ts';
import { createDatabaseFile, LONG } from '../testing/server-process.ts';
import { createTicket, startTestApp, type TestSocket, type TestUser } from '../testing/test-app.ts';

const place = createDatabaseFile();
const app = await startTestApp({ DATABASE_URL: `sqlite:${place.file}` });
afterAll(async () => {
  await app.close();
  place.remove();
});

const [carl, lena, ada, bea] = await Promise.all([
  app.createUser('customer', 'Carl'),
  app.createUser('customer', 'Lena'),
  app.createUser('agent', 'Ada'),
  app.createUser('agent', 'Bea'),
]);
const PEOPLE = { carl, lena, ada, bea };
const WHO = ['carl', 'lena', 'ada', 'bea'] as const;
type Who = (typeof WHO)[number];
const [toldCarl, toldBea] = await Promise.all([app.openSocket(carl), app.openSocket(bea)]);

type Action = { who: Who } & (
  | { does: 'move'; to: Status }
  | { does: 'take'; takeover: boolean }
  | { does: 'release' }
  | { does: 'reply'; to?: Status; note: boolean }
);

/** All there is to know of a ticket: `lines` are its events, `notes` those among them that Carl never hears of. */
type Model = { status: Status; agent: Who | null; lines: number; notes: number };
const NEW: Model = { status: 'open', agent: null, lines: 1, notes: 0 };

/** The contract once more, in twenty lines and in other words than the code's: the ticket afterwards, or the refusal. */
const MOVES = [
  'open in_progress',
  'in_progress waiting_on_customer',
  'in_progress resolved',
  'waiting_on_customer in_progress',
  'resolved reopened',
  'reopened in_progress',
];
function foresee(before: Model, action: Action): Model | number {
  const { who } = action;
  const agent = who === 'ada' || who === 'bea';
  if (who === 'lena') return 404;
  if (action.does === 'move') return moved(before, who, action.to);
  if (action.does === 'reply') {
    if (action.note && !agent) return 403;
    const answered = { ...before, lines: before.lines + 1, notes: before.notes + Number(action.note) };
    if (action.to) return moved(answered, who, action.to);
    const awaited = !agent && before.status === 'waiting_on_customer';
    return awaited ? { ...answered, status: 'in_progress', lines: answered.lines + 1 } : answered;
  }
  if (!agent) return 403;
  if (action.does === 'release')
    return { ...before, agent: null, lines: before.lines + Number(before.agent !== null) };
  if (before.agent === who) return before;
  if (before.agent && !action.takeover) return 409;
  const begins = before.status === 'open' || before.status === 'reopened';
  const status = begins ? 'in_progress' : before.status;
  return { ...before, agent: who, status, lines: before.lines + 1 + Number(begins) };
}
function moved(before: Model, who: Who, to: Status): Model | number {
  if ((to === 'reopened') !== (who === 'carl')) return 403;
  if (!MOVES.includes(`${before.status} ${to}`)) return 400;
  const taken = to === 'in_progress' && !before.agent;
  return {
    ...before,
    status: to,
    agent: taken ? who : before.agent,
    lines: before.lines + 1 + Number(taken),
  };
}

type Real = { id: number };

/** What somebody does, to the model and to the desk. */
class Step implements fc.AsyncCommand<Model, Real> {
  readonly action: Action;
  constructor(action: Action) {
    this.action = action;
  }
  check = () => true;
  toString = () => JSON.stringify(this.action);

  async run(model: Model, { id }: Real): Promise<void> {
    const foreseen = foresee(model, this.action);
    const { status } = await perform(PEOPLE[this.action.who], id, this.action);
    const done = this.action.does === 'reply' ? 201 : 200;
    expect(status).toBe(typeof foreseen === 'number' ? foreseen : done);
    if (typeof foreseen !== 'number') Object.assign(model, foreseen);
    expect(await asItIs(id)).toEqual(model);
  }
}

function perform(caller: TestUser, id: number, action: Action) {
  const path = `/api/tickets/${id}`;
  if (action.does === 'move') return caller.patch(path, { status: action.to });
  if (action.does === 'release') return caller.delete(`${path}/assign`);
  if (action.does === 'take') return caller.post(`${path}/assign`, { takeover: action.takeover });
  return caller.post(`${path}/replies`, {
    content: 'Words.',
    ...(action.note && { internal: true }),
    ...(action.to && { status: action.to }),
  });
}

/** The same of the real ticket: from its row, and from its history as each side may read it. */
async function asItIs(id: number): Promise<Model> {
  const { body: ticket } = await bea.get(`/api/tickets/${id}`);
  const [all = [], shown = []] = await Promise.all(
    [bea, carl].map(async (reader) => {
      const { body } = await reader.get<{ events: HistoryEntry[] }>(`/api/tickets/${id}/events`);
      return body.events;
    }),
  );
  const agent = (['ada', 'bea'] as const).find((name) => PEOPLE[name].user.id === ticket.agent?.id) ?? null;
  return { status: ticket.status as Status, agent, lines: all.length, notes: all.length - shown.length };
}

/** How many events of that ticket somebody was told by now. */
async function told(watcher: TestSocket, id: number): Promise<number> {
  await watcher.emitWithAck('ticket:leave', id);
  return watcher.events.filter(({ ticketId }) => ticketId === id).length;
}

// Mostly what each side would do, so that lives get long; now and then anybody anything.
const agents = fc.constantFrom<Who>('ada', 'bea');
const usual = fc.oneof(
  fc.record({ who: agents, to: fc.constantFrom<Status>('in_progress', 'waiting_on_customer', 'resolved') }),
  fc.record({ who: fc.constant<Who>('carl'), to: fc.constant<Status>('reopened') }),
);
const unusual = fc.record({ who: fc.constantFrom(...WHO), to: fc.constantFrom(...STATUSES) });
const move = fc.oneof({ weight: 3, arbitrary: usual }, { weight: 1, arbitrary: unusual });
const who = fc.oneof({ weight: 1, arbitrary: fc.constantFrom(...WHO) }, { weight: 1, arbitrary: agents });
const written = fc.oneof(
  { weight: 2, arbitrary: fc.record({ who: fc.constant<Who>('carl') }) },
  { weight: 1, arbitrary: fc.record({ who }) },
  { weight: 1, arbitrary: move },
);
const steps = [
  move.map((one): Action => ({ does: 'move', ...one })),
  fc.tuple(who, fc.boolean()).map(([who, takeover]): Action => ({ does: 'take', who, takeover })),
  who.map((who): Action => ({ does: 'release', who })),
  fc
    .tuple(written, fc.integer({ min: 0, max: 3 }))
    .map(([one, n]): Action => ({ does: 'reply', note: n === 0, ...one })),
].map((action) => action.map((one) => new Step(one)));

const SEED = Number(process.env.MODEL_SEED ?? Date.now() % 1e6);

test(
  `WF-2 whatever people do, a ticket is where the model says (MODEL_SEED=${SEED})`,
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(steps, { maxCommands: LONG ? 60 : 30, size: 'max' }), async (commands) => {
        const { id } = await createTicket(carl);
        const model = { ...NEW };
        await fc.asyncModelRun(() => ({ model, real: { id } }), commands);
        expect(await told(toldBea, id)).toBe(model.lines);
        expect(await told(toldCarl, id)).toBe(model.lines - model.notes);
      }),
      { seed: SEED, numRuns: LONG ? 300 : 12 },
    );
    // A path in the graph, each step by whom it belongs to, one event a change: read past the server.
    const { tickets, events } = auditDatabase(place.file);
    if (LONG || process.env.FIGURES)
      process.stderr.write(`${JSON.stringify({ model: { SEED, tickets, events } })}\n`);
  },
  LONG ? 900_000 : 120_000,
);
