import type { Priority } from '../../shared/queue.ts';

/** Unsent text of one composer: reactive, saved within a second, untouched by anything that arrives. */
export type Draft = { text: () => string; write: (text: string) => void; clear: () => void };

/** The new-ticket form; `key` is its Idempotency-Key: kept over retries and reloads, new after `clear`. */
export type TicketForm = { subject: string; description: string; priority: Priority; key: string };

/** The new-ticket form's draft. */
export type TicketFormDraft = {
  form: () => TicketForm;
  write: (part: Partial<Omit<TicketForm, 'key'>>) => void;
  clear: () => void;
};

/** Everything this person has begun to write. */
export type Drafts = {
  reply: (ticketId: number, internal: boolean) => Draft;
  ticket: () => TicketFormDraft;
};
