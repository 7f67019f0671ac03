import type { BodyInput, Contract, ParamsOf, QueryInput, ResponseOf } from '../../../shared/contract.ts';
import { type EndpointName, paths } from '../../../shared/paths.ts';
import type { Problem } from '../../../shared/schemas.ts';

/** The server said no, and why: nothing was changed, and a retry of the same would be refused again. */
export class ApiError extends Error {
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
export class NetworkError extends Error {
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
export type RequestError = ApiError | NetworkError;

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
export type Call = <N extends EndpointName>(name: N, request: Request<N>) => Promise<ResponseOf<N>>;

/** The parts of any request, whatever the endpoint. */
type AnyRequest = {
  params?: Record<string, string | number>;
  query?: Record<string, QueryValue | readonly QueryValue[]>;
  body?: unknown;
  key?: string;
};
type QueryValue = string | number | boolean | undefined;

const REQUEST_TIMEOUT_MS = 15_000;

/** Sends one request of the contract in the name of this token's holder, or of nobody. */
export async function request<N extends EndpointName>(
  name: N,
  parts: Request<N>,
  token?: string,
): Promise<ResponseOf<N>> {
  // Seam: the types above say what each endpoint takes; from here on all requests look alike.
  const { params, query, body, key } = parts as AnyRequest;
  const [method = 'GET', path = '/'] = paths[name].split(' ');
  const headers = new Headers({ accept: 'application/json' });
  if (token) headers.set('authorization', `Bearer ${token}`);
  if (key) headers.set('idempotency-key', key);
  if (body !== undefined) headers.set('content-type', 'application/json');
  const answer = await fetchJson(buildPath(path, params) + buildQuery(query), {
    method,
    headers,
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  // Seam: the server shapes every answer by the contract's schema; checking it again would bring zod into the browser.
  return answer as ResponseOf<N>;
}

const buildPath = (path: string, params: AnyRequest['params'] = {}) =>
  path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));

function buildQuery(query: AnyRequest['query'] = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, one] as const),
  );
  const body = pairs.filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)]);
  return body.length ? `?${new URLSearchParams(body)}` : '';
}

async function fetchJson(url: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(url, init).catch((cause) => {
    throw new NetworkError(String(cause));
  });
  if (response.status === 204) return undefined;
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok && body !== undefined) return body;
  const retryAfter = Number(response.headers.get('retry-after')) || undefined;
  const problem = isProblem(body) ? body : undefined;
  // A proxy's page or half an answer is no refusal of ours: it says nothing about what was done.
  if (!problem || response.status >= 500)
    throw new NetworkError(problem?.detail ?? `HTTP ${response.status}`, retryAfter, problem?.requestId);
  throw new ApiError(problem, retryAfter);
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && 'detail' in body;
