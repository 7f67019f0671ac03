import { type Failure, Refused } from '../../data/http/request.ts';

/** What went wrong, in words for people. */
export function failureWords(failure: Failure | undefined): string {
  if (failure instanceof Refused) {
    return failure.retryAfter ? `${failure.message} Try again in ${failure.retryAfter} s.` : failure.message;
  }
  return 'The helpdesk did not answer.';
}
