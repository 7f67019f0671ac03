import type { Middleware } from 'koa';
import koaJwt from 'koa-jwt';
import type { Config } from '../config.ts';
import type { Orm } from '../db/orm.ts';
import type { Claims } from '../entities/session.ts';
import { forbidden } from '../errors.ts';
import { isOurOrigin } from '../origin.ts';
import { loadActor } from './sessions.ts';
import { claimsOf, type Tokens } from './tokens.ts';

/** A verified token stays valid until it expires; verifying it again takes a tenth of a request. About 5 MB. */
const MAX_VERIFIED_TOKENS = 10_000;

/** Verifies the access token (koa-jwt), then loads its user and session from the database; 401 if either fails. */
export function authenticate(tokens: Tokens, orm: Orm): Middleware[] {
  const verifyToken = koaJwt({ ...tokens.koaJwtOptions, key: 'token' });
  const verified = new Map<string, Claims>();
  const readClaims: Middleware = async (ctx, next) => {
    const header = ctx.get('Authorization');
    const known = verified.get(header);
    if (known && known.expiresAt * 1000 > Date.now()) {
      ctx.state.claims = known;
      return next();
    }
    return verifyToken(ctx, () => {
      ctx.state.claims = claimsOf(ctx.state.token, tokens.ttl);
      if (verified.size >= MAX_VERIFIED_TOKENS) verified.clear();
      verified.set(header, ctx.state.claims);
      return next();
    });
  };
  const loadCaller: Middleware = async (ctx, next) => {
    ctx.state.actor = await loadActor(orm.em.getKysely(), ctx.state.claims);
    await next();
  };
  return [readClaims, loadCaller];
}

/** Refuses requests that a browser sends from a foreign page. Needed by the routes that read a cookie. */
export const requireOwnOrigin =
  (config: Config): Middleware =>
  (ctx, next) => {
    if (!isOurOrigin(ctx.get('Origin') || undefined, ctx.get('Host'), config))
      throw forbidden('Foreign origin.');
    return next();
  };
