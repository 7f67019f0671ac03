import { expect, test } from 'vitest';
import { planSend } from './plan-send.ts';

test('a status the workflow allows is set by the same request', () => {
  expect(planSend('in_progress', 'resolved')).toEqual({ status: 'resolved' });
  expect(planSend('in_progress', 'waiting_on_customer')).toEqual({ status: 'waiting_on_customer' });
});

test('other unresolved tickets are started first', () => {
  const viaInProgress = { moveFirst: 'in_progress', status: 'resolved' };
  expect(planSend('open', 'resolved')).toEqual(viaInProgress);
  expect(planSend('reopened', 'resolved')).toEqual(viaInProgress);
  expect(planSend('waiting_on_customer', 'resolved')).toEqual(viaInProgress);
});

test('a ticket that has the status already keeps it', () => {
  expect(planSend('waiting_on_customer', 'waiting_on_customer')).toEqual({});
  expect(planSend('resolved', 'resolved')).toEqual({});
  expect(planSend('resolved', undefined)).toEqual({});
});

test('a resolved ticket cannot wait for the customer', () => {
  expect(planSend('resolved', 'waiting_on_customer').refusal).toMatch(/only the customer can reopen it/);
});
