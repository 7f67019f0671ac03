import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import { PRIORITIES, type Status } from '../../../shared/vocabulary.ts';
import type { User } from '../../entities/user.ts';
import type { TicketInMemory } from './apply-command.ts';
import type { Cast, Customer } from './cast.ts';
import type { Command } from './command.ts';
import { isReply, planTurns, type Turn } from './plan-turns.ts';
import type { Random } from './random.ts';
import { type Topic, writeDescription, writeNote, writeReply, writeSubject } from './texts.ts';

/** A ticket of the sample data: who takes part, and what happens when. */
export type Story = {
  customer: Customer;
  agent: User;
  createdAt: number;
  /** In the order of their times, none of them after the end of the sample data. */
  turns: { turn: Turn; at: number }[];
};

const HOUR_MS = 3_600_000;

type Plan = { goal: Status; replies: number; createdAt: number; endsBefore: number };

/** Plans a ticket that ends in a status, with this many replies and notes. */
export function planStory(random: Random, cast: Cast, { goal, replies, createdAt, endsBefore }: Plan): Story {
  // A few customers write most of the tickets.
  const customer = cast.customers[Math.floor(cast.customers.length * random.next() ** 2)];
  const agent = random.pick(cast.agents);
  if (!customer) throw new Error('The sample data need a customer');
  const delays = planTurns(random, goal, replies).map((turn) => ({ turn, delay: delayOf(random, turn) }));
  const total = delays.reduce((sum, { delay }) => sum + delay, 0);
  const scale = Math.min(1, (endsBefore - createdAt) / (total + HOUR_MS));
  let at = createdAt;
  const turns = delays.map(({ turn, delay }) => {
    at += Math.max(1, Math.floor(delay * scale));
    return { turn, at };
  });
  return { customer, agent, createdAt, turns };
}

/** Minutes to days: customers take longer than agents. */
function delayOf(random: Random, turn: Turn): number {
  const median = isReply(turn) && ['addition', 'thanks', 'complaint'].includes(turn) ? 5 * HOUR_MS : HOUR_MS;
  return median * Math.exp(3 * (random.next() + random.next() + random.next() - 1.5));
}

/** The command that creates the ticket. */
export const createCommand = (
  random: Random,
  { customer, createdAt }: Story,
): Extract<Command, { type: 'create' }> => ({
  type: 'create',
  at: new Date(createdAt),
  actor: customer.user,
  subject: writeSubject(random, customer.language),
  description: writeDescription(random, { name: customer.user.name, language: customer.language }),
  priority: random.pick(['low', 'medium', 'medium', 'medium', 'high']),
  key: uuidv4({ random: random.bytes(16) }),
});

type LaterCommand = Exclude<Command, { type: 'create' }>;

/** The commands of one turn, in order. */
export function commandsOf(
  random: Random,
  cast: Cast,
  story: Story,
  { ticket }: TicketInMemory,
  { turn, at: time }: Story['turns'][number],
): LaterCommand[] {
  const { customer } = story;
  const agent = ticket.agent ?? story.agent;
  const at = new Date(time);
  const reply = (
    actor: User,
    content: string,
    more: { internal?: boolean; status?: Status } = {},
  ): LaterCommand[] => [
    { type: 'read', at, actor },
    {
      type: 'reply',
      at,
      actor,
      id: uuidv7({ msecs: time, random: random.bytes(16) }),
      content,
      internal: false,
      key: uuidv4({ random: random.bytes(16) }),
      ...more,
    },
  ];
  const textBy = ({ name }: User, topic: Topic) =>
    writeReply(random, { name, language: customer.language }, topic);
  const byCustomer = (topic: Topic, status?: Status) =>
    reply(customer.user, textBy(customer.user, topic), status && { status });
  /** The customer reads most answers soon. */
  const byAgent = (topic: Topic, status?: Status) => [
    ...reply(agent, textBy(agent, topic), status && { status }),
    ...(random.chance(0.7) ? [{ type: 'read' as const, at, actor: customer.user }] : []),
  ];
  const move = (actor: User, status: Status): LaterCommand[] => [{ type: 'change', at, actor, status }];
  const other = random.pick(cast.agents.filter(({ id }) => id !== agent.id));

  switch (turn) {
    case 'addition':
      return byCustomer('additions');
    case 'thanks':
      return byCustomer('thanks');
    case 'complaint':
      return byCustomer('returns', 'reopened');
    case 'note':
      return reply(random.chance(0.3) ? other : agent, writeNote(random), { internal: true });
    case 'update':
      return byAgent('updates');
    case 'question':
      return byAgent('questions', 'waiting_on_customer');
    case 'solution':
      return byAgent('solutions', 'resolved');
    case 'startWithUpdate':
      return byAgent('updates', 'in_progress');
    case 'start':
      return [
        { type: 'read', at, actor: agent },
        { type: 'assign', at, actor: agent, takeover: false },
      ];
    case 'startWithStatus':
    case 'resume':
      return move(agent, 'in_progress');
    case 'wait':
      return move(agent, 'waiting_on_customer');
    case 'close':
      return move(agent, 'resolved');
    case 'reopen':
      return move(customer.user, 'reopened');
    case 'prioritize': {
      const priority = random.pick(PRIORITIES.filter((one) => one !== ticket.priority));
      return [{ type: 'change', at, actor: agent, priority }];
    }
    case 'takeover':
      return [{ type: 'assign', at, actor: other, takeover: true }];
    case 'handover':
      return [
        { type: 'release', at, actor: agent },
        { type: 'assign', at, actor: other, takeover: false },
      ];
  }
}
