import { batch, createSignal } from 'solid-js';
import { alike } from '../lib/deep-equal.ts';
import type { DeskTicket } from './ticket-store.ts';

/** A ticket on screen: one object as long as the ticket is known, and each of its fields changes alone. */
export type ShownTicket = { ticket: DeskTicket; show: (now: DeskTicket) => void };

/** Makes it as it is now. Fields are fine enough: who shows one cell redraws one cell. */
export function createShownTicket(now: DeskTicket): ShownTicket {
  const fields = Object.entries(now).map(([name, value]) => {
    const [get, set] = createSignal<unknown>(value, { equals: alike });
    return { name, get, set };
  });
  const getters = fields.map(({ name, get }) => [name, { get, enumerable: true }] as const);
  return {
    // Seam: the same names as `now`, one by one.
    ticket: Object.defineProperties({}, Object.fromEntries(getters)) as DeskTicket,
    show: (next) =>
      batch(() => {
        for (const { name, set } of fields) set(next[name as keyof DeskTicket]);
      }),
  };
}
