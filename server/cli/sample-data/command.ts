import type { Priority, Status } from '../../../shared/vocabulary.ts';
import type { User } from '../../entities/user.ts';

/** A command on a ticket, as a request would send it: `apply-command.ts` and `tickets/commands.ts` do the same with it. */
export type Command = { at: Date; actor: User } & (
  | { type: 'create'; subject: string; description: string; priority: Priority; key: string }
  | { type: 'reply'; id: string; content: string; internal: boolean; status?: Status; key: string }
  | { type: 'change'; status?: Status; priority?: Priority }
  | { type: 'assign'; takeover: boolean }
  | { type: 'release' }
  /** The actor reads the thread to its end. */
  | { type: 'read' }
);
