import { batch, createSignal } from 'solid-js';
import type { ListedTicket } from '../../../shared/schemas.ts';
import { deepEqual } from '../lib/deep-equal.ts';

/** A ticket as this browser knows it; the description is null until the thread is loaded. */
export type ClientTicket = ListedTicket & { description: string | null };

/** A ticket for rendering: one object for as long as the ticket is known, with one signal for each field. */
export type ReactiveTicket = { ticket: ClientTicket; update: (next: ClientTicket) => void };

/** Creates it. A component that shows one field updates only when that field changes. */
export function createReactiveTicket(initial: ClientTicket): ReactiveTicket {
  const fields = Object.entries(initial).map(([name, value]) => {
    const [get, set] = createSignal<unknown>(value, { equals: deepEqual });
    return { name, get, set };
  });
  const getters = fields.map(({ name, get }) => [name, { get, enumerable: true }] as const);
  return {
    // Seam: the getters have exactly the names of `initial`.
    ticket: Object.defineProperties({}, Object.fromEntries(getters)) as ClientTicket,
    update: (next) =>
      batch(() => {
        for (const { name, set } of fields) set(next[name as keyof ClientTicket]);
      }),
  };
}
