import type { Viewer } from '../../shared/events.ts';

/** Who is at a ticket: agents (never oneself) for agents; for its customer only whether support is writing. */
export type Presence = { viewers: readonly Viewer[]; replying: boolean };
