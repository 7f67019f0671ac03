import { Refused } from '../../data/http/request.ts';
import { failureWords } from '../../ui/errors/error-message.ts';
import { statusWord } from './status.tsx';

/** Why a change was refused, naming who was faster. */
export function refusalWords(failure: unknown): string {
  if (!(failure instanceof Refused)) return 'not changed, because the helpdesk did not answer. Try again.';
  const { problem } = failure;
  switch (problem.code) {
    case 'already_assigned':
      return `${problem.agent?.name ?? 'Somebody else'} took it a moment ago.`;
    case 'version_conflict':
      return `${problem.by?.name ?? 'Somebody else'} changed it a moment ago. Look again.`;
    case 'invalid_transition':
      return problem.from
        ? `it is ${statusWord(problem.from).toLowerCase()} now, so this is not possible any more.`
        : problem.detail;
    default:
      return failureWords(failure);
  }
}
