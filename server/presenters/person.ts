import type { Actor } from '../../shared/policy.ts';
import type { Agent, Person } from '../../shared/schemas.ts';

/** The public part of an agent, whatever object the caller has: never the e-mail address. */
export const presentAgent = ({ id, name }: Agent): Agent => ({ id, name });

/** The public part of a user who did something. */
export const presentPerson = ({ id, name, role }: Actor): Person => ({ id, name, role });
