import { type Role, STATUSES, type Status } from './vocabulary.ts';

/** The statuses in which a ticket needs work. */
export const UNRESOLVED: readonly Status[] = STATUSES.filter((status) => status !== 'resolved');

/** The workflow: every allowed transition and the role that may make it. */
export const TRANSITIONS = [
  { from: 'open', to: 'in_progress', by: 'agent' },
  { from: 'in_progress', to: 'waiting_on_customer', by: 'agent' },
  { from: 'in_progress', to: 'resolved', by: 'agent' },
  { from: 'waiting_on_customer', to: 'in_progress', by: 'agent' },
  { from: 'resolved', to: 'reopened', by: 'customer' },
  { from: 'reopened', to: 'in_progress', by: 'agent' },
] as const satisfies readonly { from: Status; to: Status; by: Role }[];

/** The statuses that this role may set on a ticket with status `from`. */
export const allowedStatuses = (role: Role, from: Status): Status[] =>
  TRANSITIONS.filter((transition) => transition.from === from && transition.by === role).map(({ to }) => to);

/** The status after an assignment: a new or reopened ticket is then in progress. */
export const statusAfterAssign = (status: Status): Status =>
  status === 'open' || status === 'reopened' ? 'in_progress' : status;

/** The status after a customer's reply: a ticket that waited for it is in progress again. */
export const statusAfterCustomerReply = (status: Status): Status =>
  status === 'waiting_on_customer' ? 'in_progress' : status;
