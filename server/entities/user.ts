import { defineEntity, p } from '@mikro-orm/core';
import type { Actor } from '../../shared/policy.ts';
import { searchText } from '../../shared/search-text.ts';
import type { Role } from '../../shared/vocabulary.ts';

/** The words of name and address, each between spaces. */
export const searchTextOf = ({ name, email }: { name: string; email: string }) =>
  ` ${searchText(`${name} ${email}`)} `;

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
    /** For searches. */
    searchText: p.text().default('').hidden().onCreate(searchTextOf).onUpdate(searchTextOf),
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
