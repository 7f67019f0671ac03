import { ACCOUNTS } from './guards/accounts.ts';
import { HTTP } from './guards/http.ts';
import { OPERATIONS } from './guards/operations.ts';
import { REALTIME } from './guards/realtime.ts';
import { TICKETS } from './guards/tickets.ts';
import type { Mutation } from './mutation.ts';

/** The guards to disable one at a time. A test checks that every source text still exists. */
export const MUTATIONS: Mutation[] = [...TICKETS, ...ACCOUNTS, ...HTTP, ...REALTIME, ...OPERATIONS];
