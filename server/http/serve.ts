import type Router from '@koa/router';
import type { RouterContext } from '@koa/router';
import type { Middleware } from 'koa';
import type { Logger } from 'pino';
import { z } from 'zod';
import {
  type BodyOf,
  type Contract,
  contract,
  type Endpoint,
  type ParamsOf,
  type QueryOf,
  type ResponseOf,
} from '../../shared/contract.ts';
import { type EndpointName, paths } from '../../shared/paths.ts';
import type { Actor } from '../../shared/policy.ts';
import type { EntityManager, Orm } from '../db/orm.ts';
import type { Paged } from '../db/paged-list.ts';
import type { Claims } from '../entities/session.ts';
import { fieldErrors, invalid, notFound } from '../errors.ts';
import { createPagedResponses } from './paged-response.ts';
import { readJsonBody } from './read-body.ts';
import { boundsOf } from './turns.ts';

type Public<N extends EndpointName> = Contract[N] extends { public: true } ? true : false;

/** The input of a handler: the request parsed by the contract, the caller loaded from the database, a new `em`. */
export type Call<N extends EndpointName> = {
  em: EntityManager;
  params: ParamsOf<N>;
  query: QueryOf<N>;
  body: BodyOf<N>;
  /** Null for public endpoints. */
  actor: Public<N> extends true ? null : Actor;
  /** The claims of the request's token; null for public endpoints. */
  claims: Public<N> extends true ? null : Claims;
  idempotencyKey: string | null;
  ctx: RouterContext;
};

export type Handler<N extends EndpointName> = (call: Call<N>) => Promise<Paged<ResponseOf<N>>>;

/** Mounts one endpoint of the contract. */
export type Serve = <N extends EndpointName>(name: N, handler: Handler<N>, ...before: Middleware[]) => void;

type Dependencies = {
  orm: Orm;
  authenticate: Middleware[];
  /** Called after every request that may have written. */
  onWrite: () => void;
  log: Logger;
  rateLimits: boolean;
};

/**
 * Mounts endpoints of the contract. A request is authenticated (401), parsed (400; 404 for an impossible id) and
 * handled; the response is reduced to the fields of the contract.
 */
export function createServe(router: Router, dependencies: Dependencies): Serve {
  const { orm, authenticate, onWrite, log, rateLimits } = dependencies;
  const respondInPages = createPagedResponses({
    onFailure: (err, requestId) => log.error({ requestId, err }, 'The rest of a response could not be read'),
    bounds: boundsOf(rateLimits),
  });
  return (name, handler, ...before) => {
    const endpoint: Endpoint = contract[name];
    const [method, path] = splitPath(paths[name]);
    const guards = endpoint.public ? [] : authenticate;
    const readBody = endpoint.body ? [readJsonBody] : [];
    router.register(path, [method], [...guards, ...before, ...readBody, respond] as Middleware[]);

    async function respond(ctx: RouterContext): Promise<void> {
      // The cast: the contract's schemas have parsed the request, but TypeScript cannot connect them to `name`.
      const call = { ...parseCall(endpoint, ctx), em: orm.em.fork(), ...callerOf(ctx), ctx };
      const result = await handler(call as Call<typeof name>);
      if (method !== 'GET') onWrite();
      ctx.status = endpoint.status;
      if (await respondInPages(ctx, endpoint.response, result)) return;
      ctx.body = endpoint.response ? endpoint.response.parse(result) : null;
    }
  };
}

/** "POST /api/tickets" -> its method and its path. */
export const splitPath = (path: string) => path.split(' ') as [string, string];

/** The caller that `authenticate` has loaded; null for public endpoints. */
const callerOf = ({ state }: RouterContext) => ({ actor: state.actor ?? null, claims: state.claims ?? null });

const NoQuery = z.strictObject({});
const Key = z.object({ 'Idempotency-Key': z.guid('Must be a UUID.').nullable() });

/** Parses the request and reports all invalid fields at once; an invalid path parameter is a 404. */
function parseCall(endpoint: Endpoint, ctx: RouterContext) {
  // A UUID is the same in upper and lower case.
  const idempotencyKey = (endpoint.idempotent && ctx.get('Idempotency-Key').toLowerCase()) || null;
  const key = Key.safeParse({ 'Idempotency-Key': idempotencyKey });
  const query = (endpoint.query ?? NoQuery).safeParse({ ...ctx.query });
  const body = endpoint.body?.safeParse(ctx.state.body);
  const params = endpoint.params?.safeParse(ctx.params);
  const errors = [key, query, body].flatMap((parsed) => (parsed?.error ? fieldErrors(parsed.error) : []));
  if (errors.length > 0) throw invalid(errors);
  if (params?.error) throw notFound();
  return { params: params?.data, query: query.data, body: body?.data, idempotencyKey };
}
