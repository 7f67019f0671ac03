import { useClient } from '../client-context.ts';
import { createTicketSubmission, type TicketSubmission } from '../submission/ticket-submission.ts';

/** Sends new tickets, for components. */
export const useTicketSubmission = (): TicketSubmission => useClient().use(createTicketSubmission);
