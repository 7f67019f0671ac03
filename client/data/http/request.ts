import type { AnswerOf, BodyInput, Contract, ParamsOf, QueryInput } from '../../../shared/contract.ts';
import { type EndpointName, paths } from '../../../shared/paths.ts';
import type { Problem } from '../../../shared/schemas.ts';

/** The server said no, and why: nothing was changed, and a retry of the same would be refused again. */
export class Refused extends Error {
  override name = 'Refused';
  readonly problem: Problem;
  /** Seconds after which it may be tried again (429). */
  readonly retryAfter: number | undefined;

  constructor(problem: Problem, retryAfter?: number) {
    super(problem.detail);
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** No answer, or one that tells nothing (network, time-out, 5xx): the request may or may not have been carried out. */
export class Unreachable extends Error {
  override name = 'Unreachable';
  /** Seconds the server asked us to wait (503). */
  readonly retryAfter: number | undefined;
  /** What to quote to support, when there was an answer at all. */
  readonly requestId: string | undefined;

  constructor(message: string, retryAfter?: number, requestId?: string) {
    super(message);
    this.retryAfter = retryAfter;
    this.requestId = requestId;
  }
}

/** Everything a call can reject with. */
export type Failure = Refused | Unreachable;

type Part<K extends string, T> = [T] extends [undefined] ? { [P in K]?: never } : { [P in K]: T };
type OptionalPart<K extends string, T> = [T] extends [undefined] ? { [P in K]?: never } : { [P in K]?: T };
type KeyPart<N extends EndpointName> = Contract[N] extends { idempotent: true }
  ? { key: string }
  : { key?: never };

/** What a call of this endpoint must and may say. */
export type Request<N extends EndpointName> = Part<'params', ParamsOf<N>> &
  OptionalPart<'query', QueryInput<N>> &
  Part<'body', BodyInput<N>> &
  KeyPart<N>;

/** Calls one endpoint of the contract; rejects with `Refused` or `Unreachable`, nothing else. */
export type Call = <N extends EndpointName>(name: N, request: Request<N>) => Promise<AnswerOf<N>>;

/** The parts of any request, whatever the endpoint. */
type AnyRequest = {
  params?: Record<string, string | number>;
  query?: Record<string, QueryValue | readonly QueryValue[]>;
  body?: unknown;
  key?: string;
};
type QueryValue = string | number | boolean | undefined;

const PATIENCE = 15_000;

/** Sends one request of the contract in the name of this token's holder, or of nobody. */
export async function send<N extends EndpointName>(
  name: N,
  request: Request<N>,
  token?: string,
): Promise<AnswerOf<N>> {
  // Seam: the types above say what each endpoint takes; from here on all requests look alike.
  const { params, query, body, key } = request as AnyRequest;
  const [method = 'GET', path = '/'] = paths[name].split(' ');
  const headers = new Headers({ accept: 'application/json' });
  if (token) headers.set('authorization', `Bearer ${token}`);
  if (key) headers.set('idempotency-key', key);
  if (body !== undefined) headers.set('content-type', 'application/json');
  const answer = await reach(fill(path, params) + search(query), {
    method,
    headers,
    signal: AbortSignal.timeout(PATIENCE),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  // Seam: the server shapes every answer by the contract's schema; checking it again would bring zod into the browser.
  return answer as AnswerOf<N>;
}

const fill = (path: string, params: AnyRequest['params'] = {}) =>
  path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));

function search(query: AnyRequest['query'] = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, one] as const),
  );
  const said = pairs.filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)]);
  return said.length ? `?${new URLSearchParams(said)}` : '';
}

async function reach(url: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(url, init).catch((cause) => {
    throw new Unreachable(String(cause));
  });
  if (response.status === 204) return undefined;
  const said: unknown = await response.json().catch(() => undefined);
  if (response.ok && said !== undefined) return said;
  const retryAfter = Number(response.headers.get('retry-after')) || undefined;
  const problem = isProblem(said) ? said : undefined;
  // A proxy's page or half an answer is no refusal of ours: it says nothing about what was done.
  if (!problem || response.status >= 500)
    throw new Unreachable(problem?.detail ?? `HTTP ${response.status}`, retryAfter, problem?.requestId);
  throw new Refused(problem, retryAfter);
}

const isProblem = (said: unknown): said is Problem =>
  typeof said === 'object' && said !== null && 'code' in said && 'detail' in said;
