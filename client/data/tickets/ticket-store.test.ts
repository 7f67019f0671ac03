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

/** Records all values that a reactive reader receives. */
const recordValues = <T>(read: () => T): T[] => {
  const values: T[] = [];
  createRoot(() => createEffect(() => values.push(read())));
  return values;
};

test('a reader of one field does not run when other fields or other tickets change', () => {
  const store = createTicketStore();
  store.put(ticket());
  const [statuses, customers] = [
    recordValues(() => store.get(1)?.status),
    recordValues(() => store.get(1)?.customer.name),
  ];
  store.put(ticket({ version: 2, status: 'in_progress', customer: { ...ticket().customer } }));
  store.put(ticket({ id: 2 }));
  expect([statuses, customers]).toEqual([['open', 'in_progress'], ['Cleo']]);
});

test('a ticket keeps its identity until the store is cleared', () => {
  const store = createTicketStore();
  const values = recordValues(() => store.get(1));
  store.put(ticket());
  store.put(ticket({ version: 2, subject: 'The printer' }));
  store.clear();
  expect(values.map((value) => value?.subject)).toEqual([undefined, 'The printer', undefined]);
});
