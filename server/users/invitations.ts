import { createHash, randomBytes } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { Actor } from '../../shared/policy.ts';
import type { Invitation as InvitationShape } from '../../shared/schemas.ts';
import { excludeCommands } from '../db/locks.ts';
import { type EntityManager, inTransaction } from '../db/orm.ts';
import { Invitation } from '../entities/invitation.ts';
import { User } from '../entities/user.ts';
import { emailTaken, invalid, notFound, refuseTakenEmail } from '../errors.ts';
import { presentInvitation } from '../presenters/invitation.ts';

const INVITATION_LIFETIME_MS = 7 * 24 * 3600_000;
const TOKEN_BYTES = 32;
const ACTIVE_AGENT = { role: 'agent', active: true } as const;

/** Creates an invitation and returns its token; only the hash is stored. The set-up link has no `invitedBy` and no `email`. */
export async function invite(em: EntityManager, invitedBy: Actor | null, email: string | null) {
  if (email && (await em.count(User, { email })) > 0) throw emailTaken();
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const now = new Date();
  const invitation = em.create(Invitation, {
    email,
    tokenHash: digest(token),
    invitedBy: invitedBy && em.getReference(User, invitedBy.id),
    createdAt: now,
    expiresAt: new Date(now.getTime() + INVITATION_LIFETIME_MS),
  });
  await em.flush();
  return { ...presentInvitation(invitation, invitedBy), token };
}

/** Creates the token of the set-up link for the first agent and ends earlier ones; null if an agent exists. */
export async function createSetupLink(em: EntityManager): Promise<string | null> {
  if ((await em.count(User, ACTIVE_AGENT)) > 0) return null;
  await em.nativeUpdate(Invitation, { email: null, endedAt: null }, { endedAt: new Date() });
  return (await invite(em, null, null)).token;
}

/** The token follows `#`: browsers do not send it, so no proxy logs it. `url` must not come from a Host header. */
export const linkTo = (url: string, path: '/join' | '/setup', token: string): string =>
  `${url}${path}#${token}`;

/** The invitations that can be accepted, newest first. */
export async function listInvitations(em: EntityManager): Promise<{ invitations: InvitationShape[] }> {
  const pending = { endedAt: null, expiresAt: { $gt: new Date() } };
  const invitations = await em.find(Invitation, pending, {
    populate: ['invitedBy'],
    orderBy: { id: 'desc' },
  });
  return {
    invitations: invitations.map((invitation) => presentInvitation(invitation, invitation.invitedBy ?? null)),
  };
}

/** Ends an invitation; 404 if it does not exist, has ended or has expired. */
export async function withdrawInvitation(em: EntityManager, id: number): Promise<void> {
  const now = new Date();
  const ended = await em.nativeUpdate(
    Invitation,
    { id, endedAt: null, expiresAt: { $gt: now } },
    { endedAt: now },
  );
  if (ended === 0) throw notFound();
}

/** Accepts an invitation and creates the agent; 404 if the link is unknown, used, withdrawn or expired. */
export const acceptInvitation = (
  em: EntityManager,
  {
    token,
    name,
    passwordHash,
    email,
  }: { token: string; name: string; passwordHash: string; email?: string | undefined },
): Promise<User> =>
  inTransaction(em, async (tx) => {
    const now = new Date();
    const invitation = await tx.findOne(
      Invitation,
      { tokenHash: digest(token), endedAt: null, expiresAt: { $gt: now } },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    // Two links must not create two first agents at once.
    if (invitation && invitation.email == null) await excludeCommands(tx);
    // The set-up link is only for the first agent: it ends as soon as any agent exists.
    const isInvalid = !invitation || (invitation.email == null && (await tx.count(User, ACTIVE_AGENT)) > 0);
    if (isInvalid) throw notFound();
    const address = invitation.email ?? email;
    if (!address) throw invalid([{ path: 'email', message: 'The e-mail address is required.' }]);
    invitation.endedAt = now;
    const user = tx.create(User, { email: address, name, passwordHash, role: 'agent', createdAt: now });
    await tx.flush().catch(refuseTakenEmail);
    return user;
  });

const digest = (token: string) => createHash('sha256').update(token).digest('hex');
