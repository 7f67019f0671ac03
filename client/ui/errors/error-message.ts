import { ApiError, type RequestError } from '../../data/http/request.ts';

/** What went wrong, in words for people. */
export function errorMessage(failure: RequestError | undefined): string {
  if (failure instanceof ApiError) {
    return failure.retryAfter ? `${failure.message} Try again in ${failure.retryAfter} s.` : failure.message;
  }
  return 'The helpdesk did not answer.';
}
