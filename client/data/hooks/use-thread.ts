import type { Accessor } from 'solid-js';
import { useClient } from '../client-context.ts';
import { createThreads, type Thread } from '../thread/threads.ts';

/** The live thread of a ticket, for components; it is marked read while it is open and visible. */
export const useThread = (ticketId: Accessor<number>): Thread =>
  useClient().use(createThreads).open(ticketId);
