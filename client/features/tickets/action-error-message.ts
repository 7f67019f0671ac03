import { ApiError } from '../../data/http/request.ts';
import { errorMessage } from '../../ui/errors/error-message.ts';
import { statusLabel } from './status.tsx';

/** Why a change was refused, naming who was faster. */
export function actionErrorMessage(failure: unknown): string {
  if (!(failure instanceof ApiError)) return 'not changed, because the helpdesk did not answer. Try again.';
  const { problem } = failure;
  switch (problem.code) {
    case 'already_assigned':
      return `${problem.agent?.name ?? 'Somebody else'} took it a moment ago.`;
    case 'version_conflict':
      return `${problem.by?.name ?? 'Somebody else'} changed it a moment ago. Look again.`;
    case 'invalid_transition':
      return problem.from
        ? `it is ${statusLabel(problem.from).toLowerCase()} now, so this is not possible any more.`
        : problem.detail;
    default:
      return errorMessage(failure);
  }
}
