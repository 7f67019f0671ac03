import type { Middleware } from 'koa';
import koaJwt from 'koa-jwt';
import type { Config } from '../config.ts';
import type { Orm } from '../db/orm.ts';
import { forbidden } from '../errors.ts';
import { isOurOrigin } from '../origin.ts';
import { loadActor } from './sessions.ts';
import { claimsOf, type Tokens } from './tokens.ts';

/** Verifies the access token (koa-jwt), then loads its user and session from the database; 401 if either fails. */
export function authenticate(tokens: Tokens, orm: Orm): Middleware[] {
  const checkToken = koaJwt({ ...tokens.koaJwtOptions, key: 'token' });
  const loadCaller: Middleware = async (ctx, next) => {
    const claims = claimsOf(ctx.state.token);
    ctx.state.actor = await loadActor(orm.em.fork(), claims);
    ctx.state.claims = claims;
    await next();
  };
  return [checkToken, loadCaller];
}

/** Refuses requests that a browser sends from a foreign page. Needed by the routes that read a cookie. */
export const requireOwnOrigin =
  (config: Config): Middleware =>
  (ctx, next) => {
    if (!isOurOrigin(ctx.get('Origin') || undefined, ctx.get('Host'), config))
      throw forbidden('Foreign origin.');
    return next();
  };
