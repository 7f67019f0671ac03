import type { Status } from '../../../shared/vocabulary.ts';
import type { Random } from './random.ts';

/** What happens to a ticket next. Turns in the first group write a reply or a note. */
export type Turn =
  | 'addition' // the customer replies
  | 'thanks'
  | 'note'
  | 'update' // the agent replies
  | 'question' // the agent replies and waits for the customer
  | 'solution' // the agent replies and resolves
  | 'complaint' // the customer replies and reopens
  | 'start' // the agent assigns the ticket
  | 'startWithStatus'
  | 'startWithUpdate' // the agent replies and moves the ticket to in progress: a reply, too
  | 'wait'
  | 'close'
  | 'reopen'
  | 'resume'
  | 'prioritize'
  | 'takeover'
  | 'handover'; // the agent releases the ticket, another one assigns it

const REPLIES: ReadonlySet<Turn> = new Set<Turn>([
  'addition',
  'thanks',
  'note',
  'update',
  'question',
  'solution',
  'complaint',
  'startWithUpdate',
]);

/** Whether this turn writes a reply or a note. */
export const isReply = (turn: Turn) => REPLIES.has(turn);

/** The turns of a new ticket, legal in the workflow, with exactly this many replies and notes, that end in a status. */
export function planTurns(random: Random, goal: Status, replies: number): Turn[] {
  if (goal === 'open') return untouched(random, replies);
  const end = ending(random, goal, replies);
  const talk = conversation(random, replies - end.filter(isReply).length);
  const [first, ...others] = talk;
  const begin = beginning(random, first);
  return [...begin.turns, ...(begin.usedFirst ? others : talk), ...end];
}

/** No agent has started work: the customer adds something, agents discuss it or reply without a status change. */
const untouched = (random: Random, replies: number): Turn[] =>
  Array.from({ length: replies }, () => random.pick<Turn>(['addition', 'addition', 'note', 'update']));

/** An agent starts work, sometimes after a customer's reply or by a reply; then priority and assignee may change. */
function beginning(random: Random, first: Turn | undefined): { turns: Turn[]; usedFirst: boolean } {
  const changes: Turn[] = [];
  if (random.chance(0.12)) changes.push('prioritize');
  if (random.chance(0.06)) changes.push(random.pick(['takeover', 'handover']));
  const start: Turn = random.chance(0.8) ? 'start' : 'startWithStatus';
  if (first === 'addition' && random.chance(0.5))
    return { turns: ['addition', start, ...changes], usedFirst: true };
  if (first === 'update' && random.chance(0.5))
    return { turns: ['startWithUpdate', ...changes], usedFirst: true };
  return { turns: [start, ...changes], usedFirst: false };
}

/** Any turns that begin and end in the status in progress. */
function conversation(random: Random, replies: number): Turn[] {
  const turns: Turn[] = [];
  for (let left = replies; left > 0; ) {
    const exchange = pickExchange(random, left);
    turns.push(...exchange);
    left -= exchange.filter(isReply).length;
  }
  return turns;
}

function pickExchange(random: Random, left: number): Turn[] {
  if (left >= 2 && random.chance(0.03)) return ['solution', 'complaint', 'resume'];
  if (left >= 2 && random.chance(0.4)) return ['question', 'addition'];
  if (random.chance(0.04)) return ['wait', 'resume', random.pick(['note', 'update'])];
  return [random.pick<Turn>(['update', 'update', 'addition', 'note'])];
}

/** The last turns, from in progress to the goal. */
function ending(random: Random, goal: Exclude<Status, 'open'>, replies: number): Turn[] {
  const resolved: Turn = replies > 0 && random.chance(0.8) ? 'solution' : 'close';
  const left = replies - (resolved === 'solution' ? 1 : 0);
  switch (goal) {
    case 'in_progress':
      return [];
    case 'waiting_on_customer':
      return replies > 0 ? ['question'] : ['wait'];
    case 'resolved':
      return left > 0 && random.chance(0.4) ? [resolved, 'thanks'] : [resolved];
    case 'reopened':
      return [resolved, left > 0 ? 'complaint' : 'reopen'];
  }
}
