import { createSignal } from 'solid-js';

const [order, setOrder] = createSignal<readonly number[]>([]);

/** Stores the order of the visible rows; defines the "next" ticket in the workspace. */
export const setVisibleOrder = (ids: readonly number[]): void => void setOrder(ids);

/** The visible ticket after this one, else the one before it. */
export function nextTicketId(id: number): number | undefined {
  const index = order().indexOf(id);
  return index < 0 ? order()[0] : (order()[index + 1] ?? order()[index - 1]);
}
