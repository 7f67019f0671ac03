import { type Role, STATUSES, type Status } from './vocabulary.ts';

/** The statuses in which somebody still has to act. */
export const UNRESOLVED: readonly Status[] = STATUSES.filter((status) => status !== 'resolved');

/** The whole workflow: who may move a ticket from where to where. Everything not listed is refused. */
export const TRANSITIONS = [
  { from: 'open', to: 'in_progress', by: 'agent' },
  { from: 'in_progress', to: 'waiting_on_customer', by: 'agent' },
  { from: 'in_progress', to: 'resolved', by: 'agent' },
  { from: 'waiting_on_customer', to: 'in_progress', by: 'agent' },
  { from: 'resolved', to: 'reopened', by: 'customer' },
  { from: 'reopened', to: 'in_progress', by: 'agent' },
] as const satisfies readonly { from: Status; to: Status; by: Role }[];

/** The moves a person of this role may make from `from`: feeds the check, the buttons and the error's `allowed`. */
export const allowedStatuses = (role: Role, from: Status): Status[] =>
  TRANSITIONS.filter((transition) => transition.from === from && transition.by === role).map(({ to }) => to);

/** What assigning oneself does to the status: work on a new or reopened ticket begins. */
export const statusAfterAssign = (status: Status): Status =>
  status === 'open' || status === 'reopened' ? 'in_progress' : status;

/** What a customer's reply does to the status: an answer we waited for puts the ticket back to work. */
export const statusAfterCustomerReply = (status: Status): Status =>
  status === 'waiting_on_customer' ? 'in_progress' : status;
