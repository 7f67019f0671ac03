import { ApiError } from '../../data/http/request.ts';
import { errorMessage } from '../../ui/errors/error-message.ts';
import { isolate } from '../../ui/isolate.ts';
import { statusLabel } from './status.tsx';

/** The reason why a change of a ticket failed, as a sentence; names the user who changed it first. */
export function actionErrorMessage(error: unknown): string {
  if (!(error instanceof ApiError)) return 'The server could not be reached. Try again.';
  const { problem } = error;
  switch (problem.code) {
    case 'already_assigned':
      return `${isolate(problem.agent?.name ?? 'Another agent')} took it a moment ago.`;
    case 'version_conflict':
      return `${isolate(problem.by?.name ?? 'Another user')} changed it a moment ago. Check the ticket and try again.`;
    case 'invalid_transition':
      return problem.from
        ? `It is ${statusLabel(problem.from).toLowerCase()} now, so this is no longer possible.`
        : problem.detail;
    default:
      return errorMessage(error);
  }
}
