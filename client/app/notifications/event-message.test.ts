import { expect, test } from 'vitest';
import type { Status } from '../../../shared/vocabulary.ts';
import type { AppliedEvent } from '../../data/client-core.ts';
import { eventMessage, isRelevantTo, notificationText } from './event-message.ts';

const sam = { id: 2, name: 'Sam Lee', role: 'agent' } as const;
const maya = { id: 3, name: 'Maya Ortiz', role: 'customer' } as const;
const ticket = {
  id: 7,
  subject: 'Invoice',
  status: 'open',
  priority: 'medium',
  customer: { id: 3, name: 'Maya Ortiz', email: 'maya@example.com' },
  agent: { id: 2, name: 'Sam Lee' },
  version: 1,
  createdAt: '2026-11-22T09:00:00.000Z',
  updatedAt: '2026-11-22T09:00:00.000Z',
  lastReplyAt: null,
  waitingSince: null,
  preview: '',
} as const;
const applied = (
  change: { type: 'ticket.created' } | { type: 'ticket.status_changed'; from: Status; to: Status },
  mine = false,
): AppliedEvent => ({
  event: {
    seq: 1,
    at: ticket.createdAt,
    actor: maya,
    ticketId: 7,
    ticket,
    ...(change.type === 'ticket.created'
      ? change
      : { ...change, before: { status: change.from, priority: ticket.priority, agent: ticket.agent } }),
  },
  unread: { was: false, is: false },
  mine,
  replayed: false,
});

test('a new ticket is relevant to agents, not to its customer', () => {
  expect(isRelevantTo(sam, applied({ type: 'ticket.created' }))).toBe(true);
  expect(isRelevantTo(maya, applied({ type: 'ticket.created' }))).toBe(false);
});

test('a reopened ticket is relevant to its assignee only', () => {
  const reopened = applied({ type: 'ticket.status_changed', from: 'resolved', to: 'reopened' });
  expect(isRelevantTo(sam, reopened)).toBe(true);
  expect(isRelevantTo({ ...sam, id: 9 }, reopened)).toBe(false);
});

const replied = (internal: boolean, agent: { id: number; name: string } | null): AppliedEvent => ({
  event: {
    seq: 1,
    type: 'reply.created',
    at: ticket.createdAt,
    actor: maya,
    ticketId: 7,
    ticket: { ...ticket, agent },
    reply: {
      id: '019aa000-0000-7000-8000-000000000000',
      ticketId: 7,
      author: maya,
      content: 'Hello?',
      internal,
      createdAt: ticket.createdAt,
      key: null,
    },
  },
  unread: { was: false, is: true },
  mine: false,
  replayed: false,
});

test('WF-7 a reply on a ticket without an assignee is relevant to every agent, a note is not', () => {
  expect(isRelevantTo({ ...sam, id: 9 }, replied(false, null))).toBe(true);
  expect(isRelevantTo({ ...sam, id: 9 }, replied(true, null))).toBe(false);
});

test('a reply on an assigned ticket is relevant to its assignee only', () => {
  expect(isRelevantTo(sam, replied(false, ticket.agent))).toBe(true);
  expect(isRelevantTo({ ...sam, id: 9 }, replied(false, ticket.agent))).toBe(false);
});

test('own changes are not relevant', () => {
  expect(isRelevantTo(sam, applied({ type: 'ticket.created' }, true))).toBe(false);
});

test('uses the status label of the role', () => {
  const solved = applied({ type: 'ticket.status_changed', from: 'in_progress', to: 'resolved' });
  expect(isRelevantTo(maya, solved)).toBe(true);
  expect(eventMessage(maya, solved)).toBe('Solved: #7, Invoice');
  expect(eventMessage(sam, solved)).toBe('Resolved: #7, Invoice');
  expect(eventMessage(sam, applied({ type: 'ticket.created' }))).toBe(
    'New ticket #7 from Maya Ortiz: Invoice',
  );
});

test('a notification counts what is unread, if it is more than this event', () => {
  const text = (unread: number) => notificationText(sam, replied(false, null), unread);
  expect(text(1)).toBe('Maya Ortiz replied on #7: Invoice');
  expect(text(3)).toBe('Maya Ortiz replied on #7: Invoice (3 unread)');
});
