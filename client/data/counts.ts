import type { AnswerOf } from '../../shared/contract.ts';

/** How many tickets there are, by status, mine, unassigned and unread. */
export type Counts = Omit<AnswerOf<'countTickets'>, 'seq'>;
