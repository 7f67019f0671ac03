import { createHash, randomBytes } from 'node:crypto';
import type { Actor } from '../../shared/policy.ts';
import type { Invitation as InvitationShape } from '../../shared/schemas.ts';
import { type EntityManager, inTransaction } from '../db/orm.ts';
import { Invitation } from '../entities/invitation.ts';
import { User } from '../entities/user.ts';
import { emailTaken, invalid, notFound, refuseTakenEmail } from '../errors.ts';
import { presentInvitation } from '../presenters/invitation.ts';

const LIFETIME_MS = 7 * 24 * 3600_000;
const TOKEN_BYTES = 32;
const AGENTS = { role: 'agent', active: true } as const;

/** Makes a single-use link's token; only its hash is kept. `invitedBy` and `email` are null for a desk's first agent. */
export async function invite(em: EntityManager, invitedBy: Actor | null, email: string | null) {
  if (email && (await em.count(User, { email })) > 0) throw emailTaken();
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const now = new Date();
  const invitation = em.create(Invitation, {
    email,
    tokenHash: digest(token),
    invitedBy: invitedBy && em.getReference(User, invitedBy.id),
    createdAt: now,
    expiresAt: new Date(now.getTime() + LIFETIME_MS),
  });
  await em.flush();
  return { ...presentInvitation(invitation, invitedBy), token };
}

/** The token of a link for a desk's first agent, in place of any earlier one; null where there are agents. */
export async function createSetupLink(em: EntityManager): Promise<string | null> {
  if ((await em.count(User, AGENTS)) > 0) return null;
  await em.nativeUpdate(Invitation, { email: null, endedAt: null }, { endedAt: new Date() });
  return (await invite(em, null, null)).token;
}

/** The token stands behind `#`, so that no server on the way writes it into a log. Never built from a request's Host. */
export const linkTo = (desk: string, path: '/join' | '/setup', token: string): string =>
  `${desk}${path}#${token}`;

/** Those that can still be accepted, newest first. */
export async function listInvitations(em: EntityManager): Promise<{ invitations: InvitationShape[] }> {
  const living = { endedAt: null, expiresAt: { $gt: new Date() } };
  const found = await em.find(Invitation, living, { populate: ['invitedBy'], orderBy: { id: 'desc' } });
  return {
    invitations: found.map((invitation) => presentInvitation(invitation, invitation.invitedBy ?? null)),
  };
}

/** 404 unless it could still have been accepted. */
export async function withdrawInvitation(em: EntityManager, id: number): Promise<void> {
  const ended = await em.nativeUpdate(Invitation, { id, endedAt: null }, { endedAt: new Date() });
  if (ended === 0) throw notFound();
}

/** The invited become agents, once: a dead link is a 404. */
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
    const invitation = await tx.findOne(Invitation, {
      tokenHash: digest(token),
      endedAt: null,
      expiresAt: { $gt: now },
    });
    // The set-up link is for the very first agent: it dies with their arrival, however they came.
    const dead = !invitation || (invitation.email == null && (await tx.count(User, AGENTS)) > 0);
    if (dead) throw notFound();
    const address = invitation.email ?? email;
    if (!address) throw invalid([{ path: 'email', message: 'Say under which e-mail address you sign in.' }]);
    invitation.endedAt = now;
    const user = tx.create(User, { email: address, name, passwordHash, role: 'agent', createdAt: now });
    await tx.flush().catch(refuseTakenEmail);
    return user;
  });

const digest = (token: string) => createHash('sha256').update(token).digest('hex');
