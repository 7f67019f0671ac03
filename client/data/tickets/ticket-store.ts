import { type Accessor, createSignal, untrack } from 'solid-js';
import type { ListedTicket, TicketSummary } from '../../../shared/schemas.ts';
import { createSignalMap } from '../lib/signal-map.ts';
import { createReactiveTicket, type ReactiveTicket } from './reactive-ticket.ts';

/** A ticket as this browser knows it; the description comes with the thread. */
export type ClientTicket = ListedTicket & { description: string | null };

/** What a command shows ahead of its answer. */
export type OptimisticPatch = Partial<Pick<TicketSummary, 'status' | 'priority' | 'agent'>>;

/** Every ticket this browser knows, once. Whatever brings news of one calls the same `put`. */
export type TicketStore = {
  /** Takes it if its `version` is higher than what is known: any order of calls ends the same. */
  put: (ticket: TicketSummary & { description?: string }) => void;
  /** The number of unread entries is personal: it comes beside the ticket, under no version. */
  setUnread: (ticketId: number, unread: number) => void;
  /** Shows something ahead of the server's word; the answer takes it back. */
  OptimisticPatch: (ticketId: number, ahead: OptimisticPatch) => () => void;
  /** For rendering: reactive field by field, always the same object. */
  get: (ticketId: number) => ClientTicket | undefined;
  /** For computing: plain objects; read `changed` to hear of changes. */
  all: () => Iterable<ClientTicket>;
  peek: (ticketId: number) => ClientTicket | undefined;
  changed: Accessor<unknown>;
  clear: () => void;
};

/** Makes an empty store. */
export function createTicketStore(): TicketStore {
  const known = new Map<number, ClientTicket>();
  const ahead = new Map<number, OptimisticPatch[]>();
  /** What is known, with what is shown ahead. */
  const merged = new Map<number, ClientTicket>();
  const shown = createSignalMap<ReactiveTicket | undefined>(undefined);
  const [changed, change] = createSignal(undefined, { equals: false });

  function show(id: number): void {
    const ticket = known.get(id);
    if (!ticket) return;
    const now = Object.assign({}, ticket, ...(ahead.get(id) ?? []));
    merged.set(id, now);
    const before = untrack(() => shown.get(id));
    if (before) before.update(now);
    else shown.set(id, createReactiveTicket(now));
    change(undefined);
  }

  function put({ description, ...ticket }: TicketSummary & { description?: string }): void {
    const old = known.get(ticket.id);
    const newer = !old || ticket.version > old.version;
    if (!newer && (description === undefined || old.description !== null)) return;
    const words = { description: description ?? old?.description ?? null, unread: old?.unread ?? 0 };
    known.set(ticket.id, { ...(newer ? ticket : old), ...words });
    show(ticket.id);
  }

  function setUnread(id: number, unread: number): void {
    const old = known.get(id);
    if (!old || old.unread === unread) return;
    known.set(id, { ...old, unread });
    show(id);
  }

  function OptimisticPatch(id: number, what: OptimisticPatch): () => void {
    ahead.set(id, [...(ahead.get(id) ?? []), what]);
    show(id);
    return () => {
      ahead.set(
        id,
        (ahead.get(id) ?? []).filter((other) => other !== what),
      );
      show(id);
    };
  }

  function clear(): void {
    for (const map of [known, ahead, merged]) map.clear();
    shown.clear();
    change(undefined);
  }

  return {
    put,
    setUnread,
    OptimisticPatch: OptimisticPatch,
    get: (id) => shown.get(id)?.ticket,
    all: () => merged.values(),
    peek: (id) => merged.get(id),
    changed,
    clear,
  };
}
