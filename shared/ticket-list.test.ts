import { describe, expect, it } from 'vitest';
import type { TicketSummary } from './schemas.ts';
import {
  assigneeId,
  comparePositions,
  isMine,
  isUnassigned,
  matches,
  NOT_WAITING,
  SORTS,
  type Sort,
  sortPosition,
} from './ticket-list.ts';

const ADA = 7;
const FIRST_OF_MAY = '2026-05-01T10:00:00.000Z';
const SECOND_OF_MAY = '2026-05-02T10:00:00.000Z';

const ticket = (fields: Partial<TicketSummary> = {}): TicketSummary => ({
  id: 1,
  subject: 'Help',
  status: 'open',
  priority: 'medium',
  customer: { id: 3, name: 'Carl', email: 'carl@example.com' },
  agent: null,
  version: 1,
  createdAt: FIRST_OF_MAY,
  updatedAt: FIRST_OF_MAY,
  lastReplyAt: null,
  waitingSince: null,
  preview: 'It broke.',
  ...fields,
});
const adas = (fields: Partial<TicketSummary> = {}) => ticket({ agent: { id: ADA, name: 'Ada' }, ...fields });

/** The tickets' ids in list order. */
const inOrder = (sort: Sort, ...tickets: TicketSummary[]) =>
  tickets
    .toSorted((a, b) => comparePositions(sort, sortPosition(sort, a), sortPosition(sort, b)))
    .map(({ id }) => id);

describe('matches', () => {
  it('accepts every ticket with an empty filter', () => {
    expect(matches({}, ADA, ticket())).toBe(true);
  });

  it('combines several statuses or priorities with "or"', () => {
    expect(matches({ status: ['open', 'reopened'], priority: ['low', 'medium'] }, ADA, ticket())).toBe(true);
    expect(matches({ status: ['resolved'] }, ADA, ticket())).toBe(false);
    expect(matches({ priority: ['high'] }, ADA, ticket())).toBe(false);
  });

  it('filters by assignee: me, none or an id', () => {
    expect(matches({ assignee: 'me' }, ADA, adas())).toBe(true);
    expect(matches({ assignee: 'me' }, ADA, ticket())).toBe(false);
    expect(matches({ assignee: 'none' }, ADA, ticket())).toBe(true);
    expect(matches({ assignee: 'none' }, ADA, adas())).toBe(false);
    expect(matches({ assignee: 8 }, ADA, adas())).toBe(false);
  });

  it('filters by customer', () => {
    expect(matches({ customer: 3 }, ADA, ticket())).toBe(true);
    expect(matches({ customer: 4 }, ADA, ticket())).toBe(false);
  });

  it('combines different fields with "and"', () => {
    expect(matches({ status: ['open'], assignee: 'me' }, ADA, adas({ status: 'resolved' }))).toBe(false);
  });
});

describe('order', () => {
  it('puts the newest change or creation first', () => {
    const older = ticket({ id: 2 });
    expect(inOrder('updated', older, ticket({ id: 1, updatedAt: SECOND_OF_MAY }))).toEqual([1, 2]);
    expect(inOrder('created', older, ticket({ id: 1, createdAt: SECOND_OF_MAY }))).toEqual([1, 2]);
  });

  it('sorts by priority from high to low', () => {
    const [low, medium, high] = (['low', 'medium', 'high'] as const).map((priority, id) =>
      ticket({ id, priority }),
    ) as [TicketSummary, TicketSummary, TicketSummary];
    expect(inOrder('priority', low, medium, high)).toEqual([2, 1, 0]);
  });

  it('puts the longest waiting ticket first and tickets that do not wait last', () => {
    const notWaiting = ticket({ id: 9 });
    const since = (id: number, waitingSince: string) => ticket({ id, waitingSince });
    expect(inOrder('waiting', notWaiting, since(2, SECOND_OF_MAY), since(1, FIRST_OF_MAY))).toEqual([
      1, 2, 9,
    ]);
    expect(sortPosition('waiting', notWaiting).key).toBe(NOT_WAITING);
  });

  it.each(SORTS)('breaks ties of %s by id, newest first', (sort) => {
    expect(inOrder(sort, ticket({ id: 1 }), ticket({ id: 3 }), ticket({ id: 2 }))).toEqual([3, 2, 1]);
  });
});

describe('the counts', () => {
  it('mine: unresolved tickets assigned to the user', () => {
    expect(isMine(ADA, adas())).toBe(true);
    expect(isMine(ADA, adas({ status: 'resolved' }))).toBe(false);
    expect(isMine(8, adas())).toBe(false);
  });

  it('unassigned: unresolved tickets without an assignee', () => {
    expect(isUnassigned(ticket())).toBe(true);
    expect(isUnassigned(ticket({ status: 'resolved' }))).toBe(false);
    expect(isUnassigned(adas())).toBe(false);
  });

  it('assigneeId resolves "me" and "none"', () => {
    expect([assigneeId('me', ADA), assigneeId('none', ADA), assigneeId(8, ADA)]).toEqual([ADA, null, 8]);
  });
});
