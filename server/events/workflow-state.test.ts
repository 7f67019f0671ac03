import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { AgentEvent, CustomerEvent, WorkflowState } from '../../shared/events.ts';
import { PRIORITIES, STATUSES } from '../../shared/vocabulary.ts';
import { stateAfter } from '../../shared/workflow-state.ts';
import { LONG } from '../testing/server-process.ts';
import {
  changeStatus,
  createTicket,
  createTicketInStatus,
  startTestApp,
  type TestUser,
} from '../testing/test-app.ts';

const app = await startTestApp();
afterAll(() => app.close());
const [carl, ada, bea] = await Promise.all([
  app.createUser('customer', 'Carl'),
  app.createUser('agent', 'Ada'),
  app.createUser('agent', 'Bea'),
]);
const USERS = { carl, ada, bea };

type Event = AgentEvent | CustomerEvent;
const stateOf = ({ status, priority, agent }: WorkflowState): WorkflowState => ({ status, priority, agent });

/** The ticket's events as this viewer reads them. */
async function eventsOf(viewer: TestUser, ticketId: number): Promise<Event[]> {
  const events: Event[] = [];
  for (;;) {
    const after = events.at(-1)?.seq ?? 0;
    const { body } = await viewer.get<{ events: Event[] }>(`/api/events?after=${after}&limit=1000`);
    if (body.events.length === 0) return events.filter((event) => event.ticketId === ticketId);
    events.push(...body.events);
  }
}

/** Applies the events one after the other; returns the state after each. Each `before` must be the state so far. */
function fold(events: Event[]): WorkflowState[] {
  let state: WorkflowState | undefined;
  return events.map((event) => {
    if ('before' in event) expect(event.before).toEqual(state);
    state = stateAfter(event) ?? state ?? { ...stateOf(event.ticket) };
    return state;
  });
}

describe('an event holds the workflow state before it', () => {
  it('chains the states of one command: assign an open ticket', async () => {
    const ticket = await createTicket(carl, { priority: 'high' });
    await ada.post(`/api/tickets/${ticket.id}/assign`, {});
    const events = await eventsOf(carl, ticket.id);
    const agent = { id: ada.user.id, name: 'Ada' };
    expect(events.slice(1)).toMatchObject([
      { type: 'ticket.assigned', before: { status: 'open', priority: 'high', agent: null } },
      { type: 'ticket.status_changed', before: { status: 'open', priority: 'high', agent } },
    ]);
  });

  it('chains the states of one command: change status and priority', async () => {
    const ticket = await createTicketInStatus('in_progress', carl, ada);
    await ada.patch(`/api/tickets/${ticket.id}`, { status: 'resolved', priority: 'low' });
    const agent = { id: ada.user.id, name: 'Ada' };
    expect((await eventsOf(ada, ticket.id)).slice(-2)).toMatchObject([
      { type: 'ticket.status_changed', before: { status: 'in_progress', priority: 'medium', agent } },
      { type: 'ticket.updated', before: { status: 'resolved', priority: 'medium', agent } },
    ]);
  });

  it('is not part of a ticket’s history', async () => {
    const ticket = await createTicketInStatus('in_progress', carl, ada);
    await changeStatus(ada, ticket, 'resolved');
    const { body } = await ada.get<{ events: object[] }>(`/api/tickets/${ticket.id}/events`);
    expect(body.events.filter((entry) => 'before' in entry)).toEqual([]);
  });
});

const user = fc.constantFrom<keyof typeof USERS>('carl', 'ada', 'bea');
const command = fc.oneof(
  fc.record({ path: fc.constant('/assign'), body: fc.record({ takeover: fc.boolean() }) }),
  fc.record({ path: fc.constant('/assign'), body: fc.constant(null) }),
  fc.record({
    path: fc.constant(''),
    body: fc.record(
      { status: fc.constantFrom(...STATUSES), priority: fc.constantFrom(...PRIORITIES) },
      { requiredKeys: [] },
    ),
  }),
  fc.record({
    path: fc.constant('/replies'),
    body: fc.record(
      { content: fc.constant('Hello'), internal: fc.boolean(), status: fc.constantFrom(...STATUSES) },
      { requiredKeys: ['content'] },
    ),
  }),
);
const METHOD = { '/assign': 'POST', '': 'PATCH', '/replies': 'POST' };
const SEED = Number(process.env.MODEL_SEED ?? Date.now() % 1e6);

it(
  `the events of any commands add up to every state of the ticket (MODEL_SEED=${SEED})`,
  async () => {
    const commands = fc.array(fc.tuple(user, command), { minLength: 20, maxLength: LONG ? 60 : 40 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...PRIORITIES), commands, async (priority, list) => {
        const ticket = await createTicket(carl, { priority });
        const states = new Map([[ticket.version, stateOf(ticket)]]);
        for (const [name, { path, body }] of list) {
          const method = body === null ? 'DELETE' : METHOD[path as keyof typeof METHOD];
          await USERS[name].call(method, `/api/tickets/${ticket.id}${path}`, { body: body ?? undefined });
          const { body: after } = await bea.get<typeof ticket>(`/api/tickets/${ticket.id}`);
          states.set(after.version, stateOf(after));
        }
        for (const viewer of [ada, carl]) {
          const events = await eventsOf(viewer, ticket.id);
          const folded = fold(events);
          // The last event of a command leads to the state that the ticket had after it.
          const reached = new Map(events.map((event, i) => [event.ticket.version, folded[i]]));
          expect(reached).toEqual(states);
        }
      }),
      { seed: SEED, numRuns: LONG ? 100 : 8 },
    );
  },
  LONG ? 900_000 : 120_000,
);
