import { createEffect, createRoot } from 'solid-js';
import { expect, test } from 'vitest';
import type { ListedTicket } from '../../../shared/schemas.ts';
import { createTicketStore } from './ticket-store.ts';

const ticket = (part: Partial<ListedTicket> = {}): ListedTicket => ({
  id: 1,
  subject: 'Printer',
  status: 'open',
  priority: 'medium',
  customer: { id: 3, name: 'Cleo', email: 'cleo@x' },
  agent: null,
  version: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  lastReplyAt: null,
  waitingSince: null,
  preview: '',
  unread: 0,
  ...part,
});

/** Everything a cell ever showed. */
const shownBy = <T>(read: () => T): T[] => {
  const shown: T[] = [];
  createRoot(() => createEffect(() => shown.push(read())));
  return shown;
};

test('who shows one field of a ticket hears nothing of the others, nor of other tickets', () => {
  const store = createTicketStore();
  store.put(ticket());
  const [statuses, customers] = [
    shownBy(() => store.get(1)?.status),
    shownBy(() => store.get(1)?.customer.name),
  ];
  store.put(ticket({ version: 2, status: 'in_progress', customer: { ...ticket().customer } }));
  store.put(ticket({ id: 2 }));
  expect([statuses, customers]).toEqual([['open', 'in_progress'], ['Cleo']]);
});

test('a ticket is one object as long as it is known', () => {
  const store = createTicketStore();
  const known = shownBy(() => store.get(1));
  store.put(ticket());
  store.put(ticket({ version: 2, subject: 'The printer' }));
  store.clear();
  expect(known.map((one) => one?.subject)).toEqual([undefined, 'The printer', undefined]);
});
