import { defineEntity, p } from '@mikro-orm/core';
import { Ticket } from './ticket.ts';
import { User } from './user.ts';

export const ReadMarkSchema = defineEntity({
  name: 'ReadMark',
  tableName: 'read_marks',
  primaryKeys: ['user', 'ticket'],
  // All that somebody has read, without reading a single row.
  indexes: [{ name: 'read_marks_user_position', properties: ['user', 'ticket', 'position'] }],
  properties: {
    user: () => p.manyToOne(User).primary().deleteRule('restrict').index(false),
    ticket: () => p.manyToOne(Ticket).primary().deleteRule('restrict').index(false),
    /** The position of the last reply this person saw. */
    position: p.integer(),
  },
});

/** How far somebody has read a ticket; without one, not at all. */
export class ReadMark extends ReadMarkSchema.class {}
ReadMarkSchema.setClass(ReadMark);
