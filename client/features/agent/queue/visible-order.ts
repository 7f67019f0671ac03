import { createSignal, untrack } from 'solid-js';
import { useClient } from '../../../data/client-context.ts';

/**
 * The ticket after (1) or before (-1) this one. If it has left, its place is that of the first ticket still shown that
 * followed it in `lastOrder`: this ticket is the next one.
 */
export function neighbourOf(
  order: readonly number[],
  id: number,
  step: 1 | -1,
  lastOrder: readonly number[] = [],
): number | undefined {
  const index = order.indexOf(id);
  if (index >= 0) return order[index + step];
  const shown = new Set(order);
  const lastIndex = lastOrder.indexOf(id);
  const successor = lastOrder.slice(lastIndex + 1).find((other) => shown.has(other));
  const place = successor === undefined ? order.length : order.indexOf(successor);
  return lastIndex < 0 ? order.at(step > 0 ? 0 : -1) : order[step > 0 ? place : place - 1];
}

/** The order of the tickets on screen, which decides what "next ticket" means. */
function createVisibleOrder() {
  const [order, setOrder] = createSignal<readonly number[]>([]);
  /** For each ticket that has left this list, the order in which it was last shown. */
  const lastOrders = new Map<number, readonly number[]>();
  let currentKey: string | undefined;
  const neighbour = (id: number, step: 1 | -1) => neighbourOf(order(), id, step, lastOrders.get(id));
  return {
    /** The rows of the list `key` are shown in this order. */
    set: (ids: readonly number[], key: string): void => {
      if (key !== currentKey) lastOrders.clear();
      else rememberDeparted(untrack(order), ids, lastOrders);
      currentKey = key;
      setOrder(ids);
    },
    has: (id: number): boolean => order().includes(id),
    /** The first ticket when going forward (1), the last when going backward (-1). */
    end: (step: 1 | -1): number | undefined => order().at(step > 0 ? 0 : -1),
    neighbour,
    /** The ticket after this one, else the one before it; the first if this one was not in the list. */
    next: (id: number): number | undefined => neighbour(id, 1) ?? neighbour(id, -1),
  };
}

function rememberDeparted(
  before: readonly number[],
  now: readonly number[],
  lastOrders: Map<number, readonly number[]>,
): void {
  const shown = new Set(now);
  for (const id of shown) lastOrders.delete(id);
  for (const id of before) if (!shown.has(id)) lastOrders.set(id, before);
}

/** The visible order of the signed-in agent's queue. */
export const useVisibleOrder = () => useClient().use(createVisibleOrder);
