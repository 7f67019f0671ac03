import { createSignal } from 'solid-js';
import { useClient } from '../../../data/client-context.ts';

/** The order of the tickets on screen, which decides what "next ticket" means. */
function createVisibleOrder() {
  const [order, setOrder] = createSignal<readonly number[]>([]);
  return {
    set: (ids: readonly number[]): void => void setOrder(ids),
    /** The ticket after this one, else the one before it; the first if this one is not in the list. */
    next: (id: number): number | undefined => {
      const index = order().indexOf(id);
      return index < 0 ? order()[0] : (order()[index + 1] ?? order()[index - 1]);
    },
  };
}

/** The visible order of the signed-in agent's queue. */
export const useVisibleOrder = () => useClient().use(createVisibleOrder);
