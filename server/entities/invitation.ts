import { defineEntity, p } from '@mikro-orm/core';
import { User } from './user.ts';

export const InvitationSchema = defineEntity({
  name: 'Invitation',
  tableName: 'invitations',
  properties: {
    id: p.integer().primary().autoincrement(),
    /** Whom it is for; null on the set-up link of a desk without agents, whose user says who they are. */
    email: p.string().nullable(),
    /** SHA-256 of the token in the link: the token itself is kept nowhere. */
    tokenHash: p.string().unique(),
    invitedBy: () => p.manyToOne(User).deleteRule('restrict').nullable(),
    createdAt: p.datetime(3),
    expiresAt: p.datetime(3),
    /** When it was accepted or withdrawn. */
    endedAt: p.datetime(3).nullable(),
  },
});

/** A single-use link by which somebody becomes an agent. */
export class Invitation extends InvitationSchema.class {}
InvitationSchema.setClass(Invitation);
