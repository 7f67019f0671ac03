import { type Actor, policy } from '../../shared/policy.ts';
import type { Passwords } from '../auth/passwords.ts';
import type { SessionCookie } from '../auth/session-cookie.ts';
import { endSessionsOf } from '../auth/sessions.ts';
import { forbidden } from '../errors.ts';
import type { Serve } from '../http/serve.ts';
import { addressKey } from '../limits/client-address.ts';
import type { Limits } from '../limits/limits.ts';
import { acceptInvitation, invite, linkTo, listInvitations, withdrawInvitation } from './invitations.ts';
import { listUsers, setActive } from './users.ts';

type Parts = {
  /** Where people find the desk: never a request's Host. */
  url: () => string;
  signIn: SessionCookie;
  passwords: Passwords;
  limits: Limits;
  /** Cuts the sockets of a session that ended. */
  cut: (sessionId: string) => void;
};

/** Who is here, and who may come. */
export function userRoutes(serve: Serve, { url, signIn, passwords, limits, cut }: Parts): void {
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
    await limits.count('registrations', addressKey(ctx.ip));
    const passwordHash = await passwords.hash(password);
    return signIn.start(em, ctx, await acceptInvitation(em, { ...body, passwordHash }));
  });
  serve('listUsers', ({ em, actor, query }) => {
    requireManager(actor);
    return listUsers(em, query);
  });
  serve('changeUser', async ({ em, actor, params, body }) => {
    requireManager(actor);
    if (!policy.deactivate(actor, params.id)) throw forbidden('Nobody deactivates themselves.');
    const account = await setActive(em, params.id, body.active);
    if (!body.active) for (const ended of await endSessionsOf(em, params.id)) cut(ended);
    return account;
  });
}

function requireManager(actor: Actor): void {
  if (!policy.managePeople(actor)) throw forbidden('Only agents manage people.');
}
