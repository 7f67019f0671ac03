import { ApiError } from './request.ts';

/** For `catch` after a removal: ignores `not_found`, because the thing is already removed. */
export function ignoreNotFound(failure: unknown): void {
  if (!(failure instanceof ApiError && failure.problem.code === 'not_found')) throw failure;
}
