import { type Actor, policy } from '../../shared/policy.ts';
import { refuseCommonPassword } from '../auth/common-passwords.ts';
import type { Passwords } from '../auth/passwords.ts';
import type { SessionCookie } from '../auth/session-cookie.ts';
import { forbidden } from '../errors.ts';
import type { Serve } from '../http/serve.ts';
import { addressKey } from '../limits/client-address.ts';
import type { Limits } from '../limits/limits.ts';
import { acceptInvitation, invite, linkTo, listInvitations, withdrawInvitation } from './invitations.ts';
import { listUsers, setActive } from './users.ts';

type Dependencies = {
  /** The public URL; it must not come from a Host header. */
  url: () => string;
  sessionCookie: SessionCookie;
  passwords: Passwords;
  limits: Limits;
  /** Closes the sockets of an ended session. */
  disconnectSession: (sessionId: string) => void;
};

/** The endpoints of users and invitations. */
export function userRoutes(
  serve: Serve,
  { url, sessionCookie, passwords, limits, disconnectSession }: Dependencies,
): void {
  serve('listInvitations', ({ em, actor }) => {
    requireManager(actor);
    return listInvitations(em);
  });
  serve('invite', async ({ em, actor, body }) => {
    requireManager(actor);
    const { token, ...invitation } = await invite(em, actor, body.email);
    return { ...invitation, link: linkTo(url(), '/join', token) };
  });
  serve('withdrawInvitation', async ({ em, actor, params }) => {
    requireManager(actor);
    await withdrawInvitation(em, params.id);
    return undefined;
  });
  serve('acceptInvitation', async ({ em, ctx, body: { password, ...body } }) => {
    await refuseCommonPassword('password', password);
    await limits.count('registrations', addressKey(ctx.ip));
    const passwordHash = await passwords.hash(password);
    return sessionCookie.start(em, ctx, await acceptInvitation(em, { ...body, passwordHash }));
  });
  serve('listUsers', ({ em, actor, query }) => {
    requireManager(actor);
    return listUsers(em, query);
  });
  serve('changeUser', async ({ em, actor, params, body }) => {
    requireManager(actor);
    if (!policy.deactivate(actor, params.id)) throw forbidden('You cannot deactivate your own account.');
    const { account, ended, released } = await setActive(em, actor, params.id, body.active);
    for (const sessionId of ended) disconnectSession(sessionId);
    return { ...account, released };
  });
}

function requireManager(actor: Actor): void {
  if (!policy.managePeople(actor)) throw forbidden('Only agents can manage users.');
}
