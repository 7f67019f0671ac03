import type { Agent, Invitation as InvitationShape } from '../../shared/schemas.ts';
import { iso } from '../db/time.ts';
import type { Invitation } from '../entities/invitation.ts';
import { presentAgent } from './person.ts';

/** The invitation as agents see it: never its token. */
export const presentInvitation = (invitation: Invitation, invitedBy: Agent | null): InvitationShape => ({
  id: invitation.id,
  email: invitation.email ?? null,
  invitedBy: invitedBy && presentAgent(invitedBy),
  createdAt: iso(invitation.createdAt),
  expiresAt: iso(invitation.expiresAt),
});
