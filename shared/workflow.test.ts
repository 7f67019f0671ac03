import { describe, expect, it } from 'vitest';
import { ROLES, STATUSES } from './vocabulary.ts';
import {
  allowedStatuses,
  statusAfterAssign,
  statusAfterCustomerReply,
  TRANSITIONS,
  UNRESOLVED,
} from './workflow.ts';

describe('WF-1 the workflow', () => {
  it('equals the transition table of the contract', () => {
    expect(TRANSITIONS.map(({ from, to, by }) => `${from} -> ${to} by ${by}`)).toEqual([
      'open -> in_progress by agent',
      'in_progress -> waiting_on_customer by agent',
      'in_progress -> resolved by agent',
      'waiting_on_customer -> in_progress by agent',
      'resolved -> reopened by customer',
      'reopened -> in_progress by agent',
    ]);
  });

  it('has five statuses, all unresolved except resolved', () => {
    expect(STATUSES).toEqual(['open', 'in_progress', 'waiting_on_customer', 'resolved', 'reopened']);
    expect(UNRESOLVED).toEqual(['open', 'in_progress', 'waiting_on_customer', 'reopened']);
  });

  it.each([
    ['agent', 'open', ['in_progress']],
    ['agent', 'in_progress', ['waiting_on_customer', 'resolved']],
    ['agent', 'waiting_on_customer', ['in_progress']],
    ['agent', 'resolved', []],
    ['agent', 'reopened', ['in_progress']],
    ['customer', 'open', []],
    ['customer', 'in_progress', []],
    ['customer', 'waiting_on_customer', []],
    ['customer', 'resolved', ['reopened']],
    ['customer', 'reopened', []],
  ] as const)('lets the %s move a ticket that is %s to %j', (role, from, allowed) => {
    expect(allowedStatuses(role, from)).toEqual(allowed);
  });

  it('never allows the current status', () => {
    for (const role of ROLES)
      for (const from of STATUSES) expect(allowedStatuses(role, from)).not.toContain(from);
  });
});

describe('automatic status changes', () => {
  it('assigning moves only open and reopened tickets to in_progress', () => {
    expect(STATUSES.map(statusAfterAssign)).toEqual([
      'in_progress',
      'in_progress',
      'waiting_on_customer',
      'resolved',
      'in_progress',
    ]);
  });

  it('a customer’s reply moves only waiting_on_customer tickets to in_progress', () => {
    expect(STATUSES.map(statusAfterCustomerReply)).toEqual([
      'open',
      'in_progress',
      'in_progress',
      'resolved',
      'reopened',
    ]);
  });
});
