import type { ListedTicket } from '../../shared/schemas.ts';

/** A ticket as this browser knows it; the description comes with the thread. */
export type DeskTicket = ListedTicket & { description: string | null };
