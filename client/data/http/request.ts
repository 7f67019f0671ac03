import type { BodyInput, Contract, ParamsOf, QueryInput, ResponseOf } from '../../../shared/contract.ts';
import { type EndpointName, paths } from '../../../shared/paths.ts';
import type { Problem } from '../../../shared/schemas.ts';
import { observeServerTime } from '../lib/server-clock.ts';
import { cleanLabels } from './clean-labels.ts';

/** The server refused the request (4xx) and changed nothing. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly problem: Problem;
  /** Seconds until the request may be repeated (429). */
  readonly retryAfter: number | undefined;

  constructor(problem: Problem, retryAfter?: number) {
    super(problem.detail);
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** No usable response (network, timeout, 5xx): the server may or may not have processed the request. */
export class NetworkError extends Error {
  override name = 'NetworkError';
  /** Seconds until the request should be repeated (503). */
  readonly retryAfter: number | undefined;
  /** Identifies the request in the server's log; undefined without a response. */
  readonly requestId: string | undefined;

  constructor(message: string, retryAfter?: number, requestId?: string) {
    super(message);
    this.retryAfter = retryAfter;
    this.requestId = requestId;
  }
}

/** All errors a request can reject with. */
export type RequestError = ApiError | NetworkError;

type Part<K extends string, T> = [T] extends [undefined] ? { [P in K]?: never } : { [P in K]: T };
type OptionalPart<K extends string, T> = [T] extends [undefined] ? { [P in K]?: never } : { [P in K]?: T };
type KeyPart<N extends EndpointName> = Contract[N] extends { idempotent: true }
  ? { key: string }
  : { key?: never };

/** The required and optional parts of a request to this endpoint. */
export type Request<N extends EndpointName> = Part<'params', ParamsOf<N>> &
  OptionalPart<'query', QueryInput<N>> &
  Part<'body', BodyInput<N>> &
  KeyPart<N> & {
    /** Cancels the request: it rejects with a `NetworkError`. */
    signal?: AbortSignal;
  };

/** Calls one endpoint of the contract; rejects with `ApiError` or `NetworkError` only. */
export type Call = <N extends EndpointName>(name: N, request: Request<N>) => Promise<ResponseOf<N>>;

/** The parts of a request to any endpoint. */
type AnyRequest = {
  params?: Record<string, string | number>;
  query?: Record<string, QueryValue | readonly QueryValue[]>;
  body?: unknown;
  key?: string;
  signal?: AbortSignal;
};
type QueryValue = string | number | boolean | undefined;

const REQUEST_TIMEOUT_MS = 15_000;

/** Sends one request to the server, authenticated by the token if there is one. */
export async function request<N extends EndpointName>(
  name: N,
  parts: Request<N>,
  token?: string,
): Promise<ResponseOf<N>> {
  // Seam: the parameter type checks the parts per endpoint; from here on all requests have one type.
  const { params, query, body, key, signal } = parts as AnyRequest;
  const [method = 'GET', path = '/'] = paths[name].split(' ');
  const headers = new Headers({ accept: 'application/json' });
  if (token) headers.set('authorization', `Bearer ${token}`);
  if (key) headers.set('idempotency-key', key);
  if (body !== undefined) headers.set('content-type', 'application/json');
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  const response = await fetchJson(buildPath(path, params) + buildQuery(query), {
    method,
    headers,
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  // Seam: the server validates each response by the contract's schema; a check here would add zod to the bundle.
  return response as ResponseOf<N>;
}

const buildPath = (path: string, params: AnyRequest['params'] = {}) =>
  path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));

function buildQuery(query: AnyRequest['query'] = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((item) => [name, item] as const),
  );
  const defined = pairs
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, String(value)]);
  return defined.length ? `?${new URLSearchParams(defined)}` : '';
}

async function fetchJson(url: string, init: RequestInit): Promise<unknown> {
  const observe = observeServerTime();
  const response = await fetch(url, init).catch((cause) => {
    throw new NetworkError(String(cause));
  });
  observe(response.headers.get('date'));
  if (response.status === 204) return undefined;
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok && body !== undefined) return cleanLabels(body);
  const retryAfter = Number(response.headers.get('retry-after')) || undefined;
  const problem = isProblem(body) ? cleanLabels(body) : undefined;
  // A proxy's error page or an incomplete body does not show whether the server processed the request.
  if (!problem || response.status >= 500)
    throw new NetworkError(problem?.detail ?? `HTTP ${response.status}`, retryAfter, problem?.requestId);
  throw new ApiError(problem, retryAfter);
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && 'detail' in body;
