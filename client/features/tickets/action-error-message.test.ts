import { expect, test } from 'vitest';
import type { Problem } from '../../../shared/schemas.ts';
import { ApiError, NetworkError } from '../../data/http/request.ts';
import { actionErrorMessage } from './action-error-message.ts';

const messageOf = (problem: Partial<Problem>) =>
  actionErrorMessage(
    new ApiError({
      type: 'about:blank',
      title: '',
      status: 409,
      code: 'forbidden',
      detail: 'No.',
      requestId: 'r',
      ...problem,
    }),
  );

test('names the user who changed the ticket first', () => {
  expect(messageOf({ code: 'already_assigned', agent: { id: 2, name: 'Sam Lee' } })).toMatch(
    /^Sam Lee took it/,
  );
  expect(messageOf({ code: 'version_conflict', by: { id: 2, name: 'Sam Lee', role: 'agent' } })).toMatch(
    /^Sam Lee changed/,
  );
});

test('an invalid transition states the current status', () => {
  expect(messageOf({ code: 'invalid_transition', from: 'resolved', to: 'in_progress', allowed: [] })).toMatch(
    /resolved now/,
  );
});

test('distinguishes a network error from a refusal', () => {
  expect(actionErrorMessage(new NetworkError('offline'))).toMatch(/could not be reached/);
  expect(messageOf({})).toBe('No.');
});
