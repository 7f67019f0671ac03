import type { Priority } from '../../shared/queue.ts';
import type { Agent, Person, Reply } from '../../shared/schemas.ts';
import type { Status } from '../../shared/workflow.ts';
import type { Failure } from './api.ts';
import type { PendingReply } from './outbox.ts';
import type { DeskTicket } from './store.ts';

type Line = { id: string; at: string; actor: Person };

/** One line of a timeline, in log order; `id` is a reply's id or `e<seq>`. Objects keep their identity: fit for `<For>`. */
export type ThreadEntry =
  | (Line & { kind: 'reply' | 'note'; reply: Reply })
  | (Line & { kind: 'status'; from: Status; to: Status })
  | (Line & { kind: 'assignment'; agent: Agent | null; previousAgent: Agent | null })
  | (Line & { kind: 'priority'; from: Priority; to: Priority });

/** A live thread. Getters, all reactive. The description (first message) is `ticket.description`. */
export type Thread = {
  /** `missing`: no such ticket for this person. */
  readonly state: 'loading' | 'ready' | 'missing' | 'failed';
  /** Known before the thread is loaded when a list showed it already. */
  readonly ticket: DeskTicket | undefined;
  readonly entries: readonly ThreadEntry[];
  /** What this person wrote and the server has not acknowledged yet, in order. */
  readonly pending: readonly PendingReply[];
  readonly error: Failure | undefined;
  retry: () => void;
  readonly hasEarlier: boolean;
  readonly loadingEarlier: boolean;
  loadEarlier: () => void;
  /** The moves I may make now. */
  readonly allowedStatuses: readonly Status[];
  /** The first entry I had not read when I opened it: the "new" divider stands above it. Stays while the page is open. */
  readonly firstUnreadId: string | undefined;
};
