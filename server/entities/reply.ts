import { defineEntity, p } from '@mikro-orm/core';
import { Ticket } from './ticket.ts';
import { User } from './user.ts';

export const ReplySchema = defineEntity({
  name: 'Reply',
  tableName: 'replies',
  uniques: [
    { name: 'replies_ticket_position', properties: ['ticket', 'position'] },
    { name: 'replies_author_key', properties: ['author', 'key'] },
  ],
  // What is unread, without reading a single row.
  indexes: [{ name: 'replies_unread', properties: ['ticket', 'position', 'author', 'internal'] }],
  properties: {
    id: p.uuid().primary(),
    ticket: () => p.manyToOne(Ticket).deleteRule('restrict').index(false),
    author: () => p.manyToOne(User).deleteRule('restrict').index(false).fieldName('user_id'),
    /** 1, 2, 3, … in its ticket, notes included: the order of the thread. Never shown, since it counts notes. */
    position: p.integer(),
    content: p.text(),
    internal: p.boolean(),
    createdAt: p.datetime(3),
    /** The Idempotency-Key it was sent with, and a digest of what was sent under it. */
    key: p.uuid().nullable(),
    digest: p.string().nullable(),
  },
});

/** What somebody wrote on a ticket: an answer for everybody, or (internal) a note among agents. Never changed. */
export class Reply extends ReplySchema.class {}
ReplySchema.setClass(Reply);
