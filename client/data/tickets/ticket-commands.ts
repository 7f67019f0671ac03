import { batch } from 'solid-js';
import type { Agent, Ticket, TicketDraft } from '../../../shared/schemas.ts';
import type { Priority, Status } from '../../../shared/vocabulary.ts';
import { statusAfterAssign } from '../../../shared/workflow.ts';
import type { ClientCore } from '../client-core.ts';
import { ApiError } from '../http/request.ts';
import type { ClientTicket, OptimisticPatch } from './ticket-store.ts';

/** Changes to tickets: shown at once, reverted when refused. All reject with `ApiError` or `NetworkError`. */
export type Commands = {
  createTicket: (draft: TicketDraft, key: string) => Promise<ClientTicket>;
  changeStatus: (ticketId: number, to: Status) => Promise<void>;
  changePriority: (ticketId: number, to: Priority) => Promise<void>;
  /** 409 `already_assigned` names the current assignee; `takeover` replaces them. */
  assign: (ticketId: number, options?: { takeover?: boolean }) => Promise<void>;
  release: (ticketId: number) => Promise<void>;
};

/** Creates the commands of one client. */
export function createCommands({ me, request, store }: ClientCore): Commands {
  const myself: Agent = { id: me.id, name: me.name };

  async function optimistically(
    id: number,
    patch: OptimisticPatch,
    run: () => Promise<Ticket>,
  ): Promise<void> {
    const revert = store.applyOptimistic(id, patch);
    const settle = (current: Ticket | undefined) =>
      batch(() => {
        if (current) store.put(current);
        revert();
      });
    try {
      settle(await run());
    } catch (failure) {
      settle(currentTicketOf(failure));
      throw failure;
    }
  }

  /** Retries once with the current version if only something else than the status has changed. */
  async function changeStatusRetrying(
    id: number,
    to: Status,
    known: ClientTicket | undefined,
  ): Promise<Ticket> {
    const params = { id };
    try {
      return await request('changeTicket', { params, body: { status: to, version: known?.version } });
    } catch (failure) {
      const current = currentTicketOf(failure);
      if (!current || current.status !== known?.status) throw failure;
      return request('changeTicket', { params, body: { status: to, version: current.version } });
    }
  }

  return {
    createTicket: async (draft, key) => {
      const ticket = await request('createTicket', { body: draft, key });
      store.put(ticket);
      return store.get(ticket.id) ?? ticket;
    },
    changeStatus: (id, to) => {
      const known = store.peek(id);
      return optimistically(id, { status: to }, () => changeStatusRetrying(id, to, known));
    },
    changePriority: (id, to) =>
      optimistically(id, { priority: to }, () =>
        request('changeTicket', { params: { id }, body: { priority: to } }),
      ),
    assign: (id, { takeover = false } = {}) => {
      const status = store.peek(id)?.status;
      const patch = { agent: myself, ...(status && { status: statusAfterAssign(status) }) };
      return optimistically(id, patch, () => request('assignTicket', { params: { id }, body: { takeover } }));
    },
    release: (id) => optimistically(id, { agent: null }, () => request('releaseTicket', { params: { id } })),
  };
}

/** The ticket as it is now, if the refusal contains it. */
const currentTicketOf = (failure: unknown): Ticket | undefined =>
  failure instanceof ApiError ? failure.problem.ticket : undefined;
