import type { Status } from '../../../../../shared/vocabulary.ts';
import { allowedStatuses } from '../../../../../shared/workflow.ts';

/** How to send a reply and reach a status: a change before it, and the change in the same request. Or why it is impossible. */
export type SendPlan =
  | { moveFirst?: Status | undefined; status?: Status | undefined; refusal?: undefined }
  | { refusal: string };

const isAllowed = (from: Status, to: Status) => allowedStatuses('agent', from).includes(to);

/** Plans to send a reply on a ticket with status `from`, which then has the status `target`. */
export function planSend(from: Status, target: Status | undefined): SendPlan {
  if (target === undefined || target === from) return {};
  if (isAllowed(from, target)) return { status: target };
  if (isAllowed(from, 'in_progress') && isAllowed('in_progress', target))
    return { moveFirst: 'in_progress', status: target };
  return {
    refusal:
      'This ticket is resolved, and only the customer can reopen it. Send the reply without changing the status.',
  };
}
