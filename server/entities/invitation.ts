import { defineEntity, p } from '@mikro-orm/core';
import { User } from './user.ts';

export const InvitationSchema = defineEntity({
  name: 'Invitation',
  tableName: 'invitations',
  properties: {
    id: p.integer().primary().autoincrement(),
    /** The invited address; null for the set-up link of the first agent, who enters one. */
    email: p.string().nullable(),
    /** SHA-256 of the token in the link. The token itself is not stored. */
    tokenHash: p.string().unique(),
    invitedBy: () => p.manyToOne(User).deleteRule('restrict').nullable(),
    createdAt: p.datetime(3),
    expiresAt: p.datetime(3),
    /** The time of acceptance or withdrawal. */
    endedAt: p.datetime(3).nullable(),
  },
});

/** A single-use link that creates an agent. */
export class Invitation extends InvitationSchema.class {}
InvitationSchema.setClass(Invitation);
