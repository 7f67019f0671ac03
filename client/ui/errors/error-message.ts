import { ApiError, type RequestError } from '../../data/http/request.ts';

/** The error text to show to the user. */
export function errorMessage(error: RequestError | undefined): string {
  if (error instanceof ApiError) {
    return error.retryAfter ? `${error.message} Try again in ${error.retryAfter} s.` : error.message;
  }
  return 'The server could not be reached.';
}
