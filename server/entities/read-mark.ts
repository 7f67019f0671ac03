import { defineEntity, p } from '@mikro-orm/core';
import { Ticket } from './ticket.ts';
import { User } from './user.ts';

export const ReadMarkSchema = defineEntity({
  name: 'ReadMark',
  tableName: 'read_marks',
  primaryKeys: ['user', 'ticket'],
  // Covers the count of unread tickets.
  indexes: [{ name: 'read_marks_user_position', properties: ['user', 'ticket', 'position'] }],
  properties: {
    user: () => p.manyToOne(User).primary().deleteRule('restrict').index(false),
    ticket: () => p.manyToOne(Ticket).primary().deleteRule('restrict').index(false),
    /** The position of the last reply that the user has read; 0: only the description. */
    position: p.integer(),
  },
});

/** How far a user has read a ticket's thread. A missing row means: nothing. */
export class ReadMark extends ReadMarkSchema.class {}
ReadMarkSchema.setClass(ReadMark);
