import type { AnswerOf, BodyInput, Contract, ParamsOf, QueryInput } from '../../shared/contract.ts';
import type { EndpointName } from '../../shared/paths.ts';
import type { Problem } from '../../shared/schemas.ts';

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
