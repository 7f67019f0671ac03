import { STATUSES, type Status } from '../../../shared/vocabulary.ts';
import type { Cast } from './cast.ts';
import type { Random } from './random.ts';
import { planStory, type Story } from './story.ts';

const DAY_MS = 24 * 3_600_000;

/** A point of a story: its creation (`null`), or one of its turns. */
export type Step = { story: Story; at: number; turn: Story['turns'][number] | null };

export type Size = {
  tickets: number;
  /** Replies and notes of a ticket: on average, or of each one. */
  replies: number;
  equalThreads?: boolean;
};

/** How long the sample data reach back: from a month to one and a half years. */
export const durationOf = ({ tickets }: Size) => Math.min(540, Math.max(30, tickets / 5)) * DAY_MS;

/** All steps of all tickets in the order of their times. Holds only those of tickets that have been created. */
export function* timeline(random: Random, cast: Cast, size: Size, endsBefore: number): Generator<Step> {
  const stories = planStories(random, cast, size, endsBefore);
  const byDay = new Map<number, Step[]>();
  const dayOf = (at: number) => Math.floor(at / DAY_MS);
  const add = (step: Step) => {
    const day = dayOf(step.at);
    const steps = byDay.get(day);
    if (steps) steps.push(step);
    else byDay.set(day, [step]);
  };
  let next = stories.next();
  for (let day = dayOf(endsBefore - durationOf(size)); day <= dayOf(endsBefore); day += 1) {
    for (; !next.done && dayOf(next.value.createdAt) <= day; next = stories.next()) {
      const story = next.value;
      add({ story, at: story.createdAt, turn: null });
      for (const turn of story.turns) add({ story, at: turn.at, turn });
    }
    yield* (byDay.get(day) ?? []).sort((a, b) => a.at - b.at);
    byDay.delete(day);
  }
}

/** The tickets in the order of their creation; the last ones are created an hour before the end. */
function* planStories(random: Random, cast: Cast, size: Size, endsBefore: number): Generator<Story> {
  const lengths = threadLengths(random, size);
  const duration = durationOf(size) - DAY_MS / 24;
  for (let i = 0; i < size.tickets; i += 1) {
    const createdAt = Math.floor(
      endsBefore - durationOf(size) + (duration * (i + random.next())) / size.tickets,
    );
    const replies = lengths.next().value ?? 0;
    yield planStory(random, cast, {
      goal: pickGoal(random, i / size.tickets, i),
      replies,
      createdAt,
      endsBefore,
    });
  }
}

/** Most older tickets are resolved. Among the newest, every status is frequent. `part` is 0 for the oldest, 1 for the newest. */
function pickGoal(random: Random, part: number, index: number): Status {
  const isNew = random.next() < part ** 20;
  if (isNew) return STATUSES[index % STATUSES.length] ?? 'open';
  if (random.chance(0.03)) return random.pick(STATUSES);
  return 'resolved';
}

/** The relative lengths of 20 threads: their sum is 20. */
const LENGTHS = [
  0, 0.2, 0.2, 0.4, 0.4, 0.4, 0.6, 0.6, 0.6, 0.8, 0.8, 1, 1, 1, 1.2, 1.4, 1.6, 1.8, 2.2, 3.8,
] as const;

/** The number of replies of each ticket. On average exactly `replies`. */
function* threadLengths(random: Random, { tickets, replies, equalThreads }: Size): Generator<number> {
  let planned = 0;
  let done = 0;
  for (let first = 0; first < tickets; first += LENGTHS.length) {
    const isWhole = tickets - first >= LENGTHS.length && !equalThreads;
    const shuffled = LENGTHS.map((length) => ({ length, order: random.next() })).sort(
      (a, b) => a.order - b.order,
    );
    for (const { length } of shuffled) {
      planned += replies * (isWhole ? length : 1);
      // Rounds the sum, not each length: the total stays exact.
      const count = Math.round(planned) - done;
      done += count;
      yield count;
    }
  }
}
