import { defineEntity, p } from '@mikro-orm/core';
import type { Actor } from '../../shared/policy.ts';
import type { Role } from '../../shared/vocabulary.ts';

export const UserSchema = defineEntity({
  name: 'User',
  tableName: 'users',
  checks: [{ name: 'users_role', expression: "role in ('customer', 'agent')" }],
  properties: {
    id: p.integer().primary().autoincrement(),
    /** In lower case: two spellings of one address are one account. */
    email: p.string().unique(),
    passwordHash: p.string().hidden(),
    name: p.string(),
    role: p.string().$type<Role>(),
    /** Inactive users cannot sign in; their tickets and replies remain. */
    active: p.boolean().default(true),
    createdAt: p.datetime(3),
  },
});

/** An account of a customer or an agent. */
export class User extends UserSchema.class {
  /** The user as policy and the event log need it. */
  toActor(): Actor {
    return { id: this.id, name: this.name, role: this.role };
  }
}
UserSchema.setClass(User);
