import { createSignal } from 'solid-js';

const [order, setOrder] = createSignal<readonly number[]>([]);

/** The list as it stands on screen tells the workspace what "next" means. */
export const setVisibleOrder = (ids: readonly number[]): void => void setOrder(ids);

/** The ticket after this one on the agent's screen, else the one before. */
export function nextTicketId(id: number): number | undefined {
  const at = order().indexOf(id);
  return at < 0 ? order()[0] : (order()[at + 1] ?? order()[at - 1]);
}
