import {
  ConstraintViolationException,
  DriverException,
  UniqueConstraintViolationException,
} from '@mikro-orm/core';
import type { z } from 'zod';
import type { FieldError, Problem, ProblemCode } from '../shared/schemas.ts';
import { PROBLEM_STATUS } from '../shared/schemas.ts';
import type { Status } from '../shared/vocabulary.ts';

type Facts = Omit<Partial<Problem>, 'type' | 'title' | 'status' | 'code' | 'detail' | 'requestId'>;

/** A "no" that the caller may hear, in the contract's words. Anything else thrown is an `internal` error. */
export class ApiError extends Error {
  readonly code: ProblemCode;
  readonly facts: Facts;
  readonly headers: Record<string, string>;

  constructor(code: ProblemCode, detail: string, facts: Facts = {}, headers: Record<string, string> = {}) {
    super(detail);
    this.code = code;
    this.facts = facts;
    this.headers = headers;
  }

  /** As it goes over the wire. */
  toProblem(requestId: string): Problem {
    const { code, message: detail, facts } = this;
    return {
      type: 'about:blank',
      title: TITLES[code],
      status: PROBLEM_STATUS[code],
      code,
      detail,
      requestId,
      ...facts,
    };
  }
}

const TITLES: Record<ProblemCode, string> = {
  invalid: 'Invalid request',
  invalid_transition: 'Invalid transition',
  unauthenticated: 'Not signed in',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  method_not_allowed: 'Method not allowed',
  already_assigned: 'Already assigned',
  version_conflict: 'Changed meanwhile',
  stale_reply: 'Somebody replied meanwhile',
  email_taken: 'E-mail address taken',
  payload_too_large: 'Too large',
  unsupported_media_type: 'Unsupported media type',
  idempotency_key_reused: 'Idempotency key reused',
  rate_limited: 'Too many requests',
  internal: 'Internal error',
  unavailable: 'Unavailable',
};

export const unauthenticated = (detail = 'Sign in first: no valid access token came with this request.') =>
  new ApiError('unauthenticated', detail, {}, { 'WWW-Authenticate': 'Bearer' });

/** Says only that it is not there: the same for what does not exist and what the caller may not see. */
export const notFound = () => new ApiError('not_found', 'There is nothing here that you may see.');

export const invalid = (errors: FieldError[]) =>
  new ApiError(
    'invalid',
    errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join(' '),
    { errors },
  );

export const forbidden = (detail = 'Your role may not do this.') => new ApiError('forbidden', detail);

export const invalidTransition = (from: Status, to: Status, allowed: Status[]) =>
  new ApiError('invalid_transition', `A ticket that is ${from} cannot become ${to}.`, { from, to, allowed });

export const alreadyAssigned = (agent: { id: number; name: string }) =>
  new ApiError('already_assigned', `${agent.name} already has this ticket.`, {
    agent: { id: agent.id, name: agent.name },
  });

export const versionConflict = (ticket: Problem['ticket'], by: Problem['by']) =>
  new ApiError('version_conflict', `${by?.name ?? 'Somebody'} changed this ticket meanwhile.`, {
    ticket,
    by,
  });

export const staleReply = (missed: NonNullable<Problem['missed']>) =>
  new ApiError('stale_reply', 'Somebody replied since you last looked.', { missed });

export const emailTaken = () =>
  new ApiError('email_taken', 'There is already an account with this e-mail address.');

/** Turns the database's unique violation into `emailTaken`: only the insert decides between concurrent registrations. */
export function refuseTakenEmail(error: unknown): never {
  throw error instanceof UniqueConstraintViolationException ? emailTaken() : error;
}

export const keyReused = () =>
  new ApiError('idempotency_key_reused', 'This Idempotency-Key was already used for something else.');

export const tooLarge = () => new ApiError('payload_too_large', 'At most 256 kB.');

export const unsupportedMediaType = () => new ApiError('unsupported_media_type', 'Send application/json.');

export const methodNotAllowed = (allow: string) =>
  new ApiError('method_not_allowed', `This path takes ${allow}.`, {}, { Allow: allow });

export const rateLimited = (seconds: number) =>
  new ApiError(
    'rate_limited',
    `Too many requests. Try again in ${seconds} s.`,
    {},
    { 'Retry-After': String(seconds) },
  );

export const unavailable = (detail = 'The desk cannot answer right now. Try again in a moment.') =>
  new ApiError('unavailable', detail, {}, { 'Retry-After': '2' });

export const internal = () => new ApiError('internal', 'Something went wrong on our side.');

/** What is wrong, field by field, as people can read it. */
export const fieldErrors = (error: z.ZodError): FieldError[] =>
  error.issues.flatMap((issue) => {
    const path = issue.path.join('.');
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
    return issue.keys.map((key) => ({
      path: path ? `${path}.${key}` : key,
      message: 'There is no such field.',
    }));
  });

/** Koa's and the parsers' errors say their status (but zlib's, whose code begins with Z_); a database that cannot answer is no fault of the request. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (isDatabaseTrouble(error)) return unavailable();
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === 401) return unauthenticated();
  if (status === 400 || codeOf(error).startsWith('Z_'))
    return invalid([{ path: '', message: 'The request cannot be read: is the body valid JSON?' }]);
  if (status === 404) return notFound();
  if (status === 413) return tooLarge();
  if (status === 415) return unsupportedMediaType();
  return internal();
}

/** Busy, locked, full, gone: everything the database may say but "this breaks a constraint", which is a bug of ours. */
function isDatabaseTrouble(error: unknown): boolean {
  if (error instanceof ConstraintViolationException) return false;
  if (error instanceof DriverException) return true;
  const code = codeOf(error);
  return code.startsWith('SQLITE_') && !code.startsWith('SQLITE_CONSTRAINT');
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '');
