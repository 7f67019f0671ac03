import { expect, test } from 'vitest';
import type { Problem } from '../../../shared/schemas.ts';
import { ApiError, NetworkError } from '../../data/http/request.ts';
import { actionErrorMessage } from './action-error-message.ts';

const refused = (part: Partial<Problem>) =>
  actionErrorMessage(
    new ApiError({
      type: 'about:blank',
      title: '',
      status: 409,
      code: 'forbidden',
      detail: 'No.',
      requestId: 'r',
      ...part,
    }),
  );

test('whoever was faster is named', () => {
  expect(refused({ code: 'already_assigned', agent: { id: 2, name: 'Sam Lee' } })).toMatch(
    /^Sam Lee took it/,
  );
  expect(refused({ code: 'version_conflict', by: { id: 2, name: 'Sam Lee', role: 'agent' } })).toMatch(
    /^Sam Lee changed/,
  );
});

test('a move that is not possible any more says where the ticket stands', () => {
  expect(refused({ code: 'invalid_transition', from: 'resolved', to: 'in_progress', allowed: [] })).toMatch(
    /resolved now/,
  );
});

test('no answer is no refusal', () => {
  expect(actionErrorMessage(new NetworkError('offline'))).toMatch(/did not answer/);
  expect(refused({})).toBe('No.');
});
