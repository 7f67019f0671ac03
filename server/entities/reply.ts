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
  // Covers the count of unread replies.
  indexes: [{ name: 'replies_unread', properties: ['ticket', 'position', 'author', 'internal'] }],
  properties: {
    id: p.uuid().primary(),
    ticket: () => p.manyToOne(Ticket).deleteRule('restrict').index(false),
    author: () => p.manyToOne(User).deleteRule('restrict').index(false).fieldName('user_id'),
    /** 1, 2, 3, … in its ticket: the order of the thread. Not in the API, as it also counts notes. */
    position: p.integer(),
    content: p.text(),
    internal: p.boolean(),
    createdAt: p.datetime(3),
    /** The Idempotency-Key of the request, and a digest of its content. */
    key: p.uuid().nullable(),
    digest: p.string().nullable(),
  },
});

/** A public reply, or (internal) a note for agents. Immutable. */
export class Reply extends ReplySchema.class {}
ReplySchema.setClass(Reply);
