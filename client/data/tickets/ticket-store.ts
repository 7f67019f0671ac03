import { type Accessor, createSignal, untrack } from 'solid-js';
import type { TicketSummary } from '../../../shared/schemas.ts';
import { createSignalMap } from '../lib/signal-map.ts';
import { type ClientTicket, createReactiveTicket, type ReactiveTicket } from './reactive-ticket.ts';

export type { ClientTicket } from './reactive-ticket.ts';

/** What a command shows before its response arrives. */
export type OptimisticPatch = Partial<Pick<TicketSummary, 'status' | 'priority' | 'agent'>>;

/** Every ticket this browser knows, once. Page loads, responses, events and replays all call the same `put`. */
export type TicketStore = {
  /** Stores the ticket if its `version` is newer than the known one: any order of calls gives the same result. */
  put: (ticket: TicketSummary & { description?: string }) => void;
  /** The number of unread entries is personal and has no version. */
  setUnread: (ticketId: number, unread: number) => void;
  /** Shows a change before the response arrives. Call the returned function to remove it. */
  applyOptimistic: (ticketId: number, patch: OptimisticPatch) => () => void;
  /** For rendering: reactive by field, always the same object. */
  get: (ticketId: number) => ClientTicket | undefined;
  /** For computing: plain objects. Read `changed` to depend on them. */
  all: () => Iterable<ClientTicket>;
  peek: (ticketId: number) => ClientTicket | undefined;
  changed: Accessor<unknown>;
  size: () => number;
  /** Removes all tickets but these and those with an optimistic patch; returns the removed ids. */
  evictExcept: (retained: ReadonlySet<number>) => number[];
  clear: () => void;
};

/** Creates an empty store. */
export function createTicketStore(): TicketStore {
  const known = new Map<number, ClientTicket>();
  const patches = new Map<number, OptimisticPatch[]>();
  /** The known tickets with their optimistic patches. */
  const merged = new Map<number, ClientTicket>();
  const reactive = createSignalMap<ReactiveTicket | undefined>(undefined);
  const [changed, notify] = createSignal(undefined, { equals: false });

  function update(id: number): void {
    const ticket = known.get(id);
    if (!ticket) return;
    const current = Object.assign({}, ticket, ...(patches.get(id) ?? []));
    merged.set(id, current);
    const existing = untrack(() => reactive.get(id));
    if (existing) existing.update(current);
    else reactive.set(id, createReactiveTicket(current));
    notify(undefined);
  }

  function put({ description, ...ticket }: TicketSummary & { description?: string }): void {
    const old = known.get(ticket.id);
    const isNewer = !old || ticket.version > old.version;
    const bringsDescription = description !== undefined && old?.description === null;
    if (!isNewer && !bringsDescription) return;
    known.set(ticket.id, {
      ...(isNewer ? ticket : old),
      description: description ?? old?.description ?? null,
      unread: old?.unread ?? 0,
    });
    update(ticket.id);
  }

  function setUnread(id: number, unread: number): void {
    const old = known.get(id);
    if (!old || old.unread === unread) return;
    known.set(id, { ...old, unread });
    update(id);
  }

  function applyOptimistic(id: number, patch: OptimisticPatch): () => void {
    patches.set(id, [...(patches.get(id) ?? []), patch]);
    update(id);
    return () => {
      const others = (patches.get(id) ?? []).filter((other) => other !== patch);
      patches.set(id, others);
      update(id);
    };
  }

  function evictExcept(retained: ReadonlySet<number>): number[] {
    const evicted = [...known.keys()].filter((id) => !retained.has(id) && !patches.get(id)?.length);
    for (const id of evicted) {
      for (const map of [known, patches, merged]) map.delete(id);
      reactive.delete(id);
    }
    if (evicted.length > 0) notify(undefined);
    return evicted;
  }

  function clear(): void {
    for (const map of [known, patches, merged]) map.clear();
    reactive.clear();
    notify(undefined);
  }

  return {
    put,
    setUnread,
    applyOptimistic,
    get: (id) => reactive.get(id)?.ticket,
    all: () => merged.values(),
    peek: (id) => merged.get(id),
    changed,
    size: () => known.size,
    evictExcept,
    clear,
  };
}
