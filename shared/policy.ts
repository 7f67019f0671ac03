import type { Role, Status } from './vocabulary.ts';

/** The person on whose behalf something happens, as the database knows them. */
export type Actor = { id: number; name: string; role: Role };
type Owned = { customerId: number };

/** Who may do what. Whether a ticket exists for somebody (`see`) is asked before everything else. */
export const policy = {
  see: (actor: Actor, ticket: Owned) => actor.role === 'agent' || ticket.customerId === actor.id,
  /** Reopening is the customer's, every other move the agents': asked before the workflow is. */
  moveTo: (actor: Actor, to: Status) => (actor.role === 'customer') === (to === 'reopened'),
  submit: (actor: Actor) => actor.role === 'customer',
  filterByCustomer: (actor: Actor) => actor.role === 'agent',
  assign: (actor: Actor) => actor.role === 'agent',
  prioritize: (actor: Actor) => actor.role === 'agent',
  managePeople: (actor: Actor) => actor.role === 'agent',
  /** Nobody locks themselves out. */
  deactivate: (actor: Actor, userId: number) => actor.role === 'agent' && actor.id !== userId,
  readNotes: (actor: Actor) => actor.role === 'agent',
  writeNote: (actor: Actor) => actor.role === 'agent',
} as const;
