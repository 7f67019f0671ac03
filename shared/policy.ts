import type { Role, Status } from './vocabulary.ts';

/** The user who acts, as loaded from the database. */
export type Actor = { id: number; name: string; role: Role };
type Owned = { customerId: number };

/** Permissions. Check `see` before all others: an invisible ticket is a 404. */
export const policy = {
  see: (actor: Actor, ticket: Owned) => actor.role === 'agent' || ticket.customerId === actor.id,
  /** Customers reopen, agents make all other moves. Checked before the workflow. */
  moveTo: (actor: Actor, to: Status) => (actor.role === 'customer') === (to === 'reopened'),
  submit: (actor: Actor) => actor.role === 'customer',
  filterByCustomer: (actor: Actor) => actor.role === 'agent',
  assign: (actor: Actor) => actor.role === 'agent',
  prioritize: (actor: Actor) => actor.role === 'agent',
  managePeople: (actor: Actor) => actor.role === 'agent',
  /** Agents cannot deactivate themselves. */
  deactivate: (actor: Actor, userId: number) => actor.role === 'agent' && actor.id !== userId,
  readNotes: (actor: Pick<Actor, 'role'>) => actor.role === 'agent',
  writeNote: (actor: Actor) => actor.role === 'agent',
} as const;
