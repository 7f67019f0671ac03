import { batch } from 'solid-js';
import type { Agent, Ticket, TicketDraft } from '../../../shared/schemas.ts';
import type { Priority } from '../../../shared/ticket-list.ts';
import { type Status, statusAfterAssign } from '../../../shared/workflow.ts';
import { useClient } from '../client-context.tsx';
import { ApiError } from '../http/request.ts';
import type { TicketCache } from './ticket-cache.ts';
import type { ClientTicket, OptimisticPatch } from './ticket-store.ts';

/** What one does to tickets: shown at once, taken back when refused. All reject with `Refused` (its `problem` names the winner) or `Unreachable`. */
export type Commands = {
  createTicket: (draft: TicketDraft, key: string) => Promise<ClientTicket>;
  changeStatus: (ticketId: number, to: Status) => Promise<void>;
  changePriority: (ticketId: number, to: Priority) => Promise<void>;
  /** 409 `already_assigned` names the `agent` who has it; `takeover` after asking. */
  assign: (ticketId: number, options?: { takeover?: boolean }) => Promise<void>;
  release: (ticketId: number) => Promise<void>;
};

/** The commands of the desk above. */
export const useCommands = (): Commands => useClient().commands(createCommands);

/** Makes the commands of one desk. */
export function createCommands({ me, call, store }: TicketCache): Commands {
  const myself: Agent = { id: me.id, name: me.name };

  async function optimistically(
    id: number,
    shown: OptimisticPatch,
    run: () => Promise<Ticket>,
  ): Promise<void> {
    const revert = store.OptimisticPatch(id, shown);
    try {
      const ticket = await run();
      batch(() => {
        store.put(ticket);
        revert();
      });
    } catch (failure) {
      const now = failure instanceof ApiError ? failure.problem.ticket : undefined;
      batch(() => {
        if (now) store.put(now);
        revert();
      });
      throw failure;
    }
  }

  /** Refused only if somebody changed the status meanwhile: other changes to the ticket do not stand in the way. */
  async function changeStatusRetrying(
    id: number,
    to: Status,
    seen: ClientTicket | undefined,
  ): Promise<Ticket> {
    const version = seen?.version;
    try {
      return await call('changeTicket', { params: { id }, body: { status: to, version } });
    } catch (failure) {
      const now = failure instanceof ApiError ? failure.problem.ticket : undefined;
      if (!now || now.status !== seen?.status) throw failure;
      return call('changeTicket', { params: { id }, body: { status: to, version: now.version } });
    }
  }

  return {
    createTicket: async (draft, key) => {
      const ticket = await call('createTicket', { body: draft, key });
      store.put(ticket);
      return store.get(ticket.id) ?? ticket;
    },
    changeStatus: (id, to) => {
      const seen = store.peek(id);
      return optimistically(id, { status: to }, () => changeStatusRetrying(id, to, seen));
    },
    changePriority: (id, to) =>
      optimistically(id, { priority: to }, () =>
        call('changeTicket', { params: { id }, body: { priority: to } }),
      ),
    assign: (id, { takeover = false } = {}) => {
      const status = store.peek(id)?.status;
      const shown = { agent: myself, ...(status && { status: statusAfterAssign(status) }) };
      return optimistically(id, shown, () => call('assignTicket', { params: { id }, body: { takeover } }));
    },
    release: (id) => optimistically(id, { agent: null }, () => call('releaseTicket', { params: { id } })),
  };
}
