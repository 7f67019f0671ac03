/** Every status of a ticket, in the order of a ticket's life. */
export const STATUSES = ['open', 'in_progress', 'waiting_on_customer', 'resolved', 'reopened'] as const;
export type Status = (typeof STATUSES)[number];

/** Priorities, least urgent first: the index is the rank. */
export const PRIORITIES = ['low', 'medium', 'high'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** The longest reply, note or description, without surrounding white space. */
export const MAX_MESSAGE_LENGTH = 20_000;
export const MAX_SUBJECT_LENGTH = 200;
export const MAX_SEARCH_LENGTH = 200;

export const ROLES = ['customer', 'agent'] as const;
export type Role = (typeof ROLES)[number];
