import { batch, createSignal } from 'solid-js';
import { deepEqual } from '../lib/deep-equal.ts';
import type { ClientTicket } from './ticket-store.ts';

/** A ticket on screen: one object as long as the ticket is known, and each of its fields changes alone. */
export type ReactiveTicket = { ticket: ClientTicket; update: (now: ClientTicket) => void };

/** Makes it as it is now. Fields are fine enough: who shows one cell redraws one cell. */
export function createReactiveTicket(now: ClientTicket): ReactiveTicket {
  const fields = Object.entries(now).map(([name, value]) => {
    const [get, set] = createSignal<unknown>(value, { equals: deepEqual });
    return { name, get, set };
  });
  const getters = fields.map(({ name, get }) => [name, { get, enumerable: true }] as const);
  return {
    // Seam: the same names as `now`, one by one.
    ticket: Object.defineProperties({}, Object.fromEntries(getters)) as ClientTicket,
    update: (next) =>
      batch(() => {
        for (const { name, set } of fields) set(next[name as keyof ClientTicket]);
      }),
  };
}
