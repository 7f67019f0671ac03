import {
  ConstraintViolationException,
  DriverException,
  UniqueConstraintViolationException,
} from '@mikro-orm/core';
import type { z } from 'zod';
import type { FieldError, Problem, ProblemCode } from '../shared/schemas.ts';
import { PROBLEM_STATUS } from '../shared/schemas.ts';
import type { Status } from '../shared/vocabulary.ts';

/** The extension members that a code adds. */
type Extensions = Omit<Partial<Problem>, 'type' | 'title' | 'status' | 'code' | 'detail' | 'requestId'>;

/** An error that the API returns, with a code of the contract. Any other thrown error becomes `internal`. */
export class ApiError extends Error {
  readonly code: ProblemCode;
  readonly extensions: Extensions;
  readonly headers: Record<string, string>;

  constructor(
    code: ProblemCode,
    detail: string,
    extensions: Extensions = {},
    headers: Record<string, string> = {},
  ) {
    super(detail);
    this.code = code;
    this.extensions = extensions;
    this.headers = headers;
  }

  /** The response body. */
  toProblem(requestId: string): Problem {
    const { code, message: detail, extensions } = this;
    return {
      type: 'about:blank',
      title: TITLES[code],
      status: PROBLEM_STATUS[code],
      code,
      detail,
      requestId,
      ...extensions,
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
  version_conflict: 'Version conflict',
  stale_reply: 'Newer reply exists',
  email_taken: 'E-mail address taken',
  payload_too_large: 'Payload too large',
  unsupported_media_type: 'Unsupported media type',
  idempotency_key_reused: 'Idempotency key reused',
  rate_limited: 'Too many requests',
  internal: 'Internal error',
  unavailable: 'Unavailable',
};

export const unauthenticated = (detail = 'The request has no valid access token. Sign in.') =>
  new ApiError('unauthenticated', detail, {}, { 'WWW-Authenticate': 'Bearer' });

/** The same for what does not exist and for what the caller may not see. */
export const notFound = () => new ApiError('not_found', 'Not found.');

/** A response lists at most this many errors, each with at most this much of its path: a response must not repeat a large request. */
const MAX_ERRORS = 20;
const MAX_PATH_LENGTH = 100;

export function invalid(all: FieldError[]): ApiError {
  const errors = all
    .slice(0, MAX_ERRORS)
    .map(({ path, message }) => ({ path: path.slice(0, MAX_PATH_LENGTH).toWellFormed(), message }));
  const detail = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message));
  if (all.length > MAX_ERRORS) detail.push(`${all.length - MAX_ERRORS} more errors.`);
  return new ApiError('invalid', detail.join(' '), { errors });
}

/** A body that cannot be read: broken compression, text that is not UTF-8, malformed JSON. */
export const unreadableBody = () =>
  invalid([{ path: '', message: 'The request body is not valid JSON in UTF-8.' }]);

export const forbidden = (detail = 'Your role does not allow this.') => new ApiError('forbidden', detail);

export const invalidTransition = (from: Status, to: Status, allowed: Status[]) =>
  new ApiError('invalid_transition', `A ticket cannot move from ${from} to ${to}.`, { from, to, allowed });

export const alreadyAssigned = (agent: { id: number; name: string }) =>
  new ApiError('already_assigned', `This ticket is already assigned to ${agent.name}.`, {
    agent: { id: agent.id, name: agent.name },
  });

export const versionConflict = (ticket: Problem['ticket'], by: Problem['by']) =>
  new ApiError(
    'version_conflict',
    `This ticket was changed by ${by?.name ?? 'another user'}. Reload it and try again.`,
    {
      ticket,
      by,
    },
  );

export const staleReply = (missed: NonNullable<Problem['missed']>) =>
  new ApiError('stale_reply', 'This ticket has newer replies. Read them and try again.', { missed });

export const emailTaken = () => new ApiError('email_taken', 'This e-mail address already has an account.');

/** Turns the database's unique violation into `emailTaken`: only the insert decides between concurrent registrations. */
export function refuseTakenEmail(error: unknown): never {
  throw error instanceof UniqueConstraintViolationException ? emailTaken() : error;
}

export const keyReused = () =>
  new ApiError(
    'idempotency_key_reused',
    'This Idempotency-Key was already used with different content. Use a new key.',
  );

export const tooLarge = () => new ApiError('payload_too_large', 'The request body exceeds 256 kB.');

export const unsupportedMediaType = (detail = 'The request body must be application/json.') =>
  new ApiError('unsupported_media_type', detail);

export const methodNotAllowed = (allow: string) =>
  new ApiError('method_not_allowed', `This path supports only ${allow}.`, {}, { Allow: allow });

export const rateLimited = (seconds: number) =>
  new ApiError(
    'rate_limited',
    `Too many requests. Try again in ${seconds} s.`,
    {},
    { 'Retry-After': String(seconds) },
  );

export const unavailable = (detail = 'The server is temporarily unavailable. Try again in 2 s.') =>
  new ApiError('unavailable', detail, {}, { 'Retry-After': '2' });

export const internal = () => new ApiError('internal', 'The server failed to process the request.');

/** A schema's issues as readable errors, one per field. */
export const fieldErrors = (error: z.ZodError): FieldError[] =>
  error.issues.flatMap((issue) => {
    const path = issue.path.join('.');
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
    return issue.keys.map((key) => ({
      path: path ? `${path}.${key}` : key,
      message: 'Unknown field.',
    }));
  });

/** Maps any thrown error to one of the contract. Koa and its middleware set `status`. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (isDatabaseFailure(error)) return unavailable();
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === 401) return unauthenticated();
  if (status === 400) return invalid([{ path: '', message: 'The request is malformed.' }]);
  if (status === 404) return notFound();
  if (status === 413) return tooLarge();
  if (status === 415) return unsupportedMediaType();
  return internal();
}

/** A code of PostgreSQL, except that of a constraint violation (class 23). Node's codes begin with E. */
const POSTGRES_FAILURE = /^(?!23|E)[0-9A-Z]{5}$/;

/** The database is busy, locked, full or missing. A constraint violation is not included: it is a bug of the server. */
function isDatabaseFailure(error: unknown): boolean {
  if (error instanceof ConstraintViolationException) return false;
  if (error instanceof DriverException) return true;
  const code = codeOf(error);
  return POSTGRES_FAILURE.test(code) || (code.startsWith('SQLITE_') && !code.startsWith('SQLITE_CONSTRAINT'));
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '');
