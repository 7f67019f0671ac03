import { defineEntity, p } from '@mikro-orm/core';
import { Ticket } from './ticket.ts';
import { User } from './user.ts';

/** A mark before the ticket's own description: "I have not seen any of this". */
export const UNREAD = -1;

const ReadMarkSchema = defineEntity({
  name: 'ReadMark',
  tableName: 'read_marks',
  primaryKeys: ['user', 'ticket'],
  properties: {
    user: () => p.manyToOne(User).primary().deleteRule('restrict').index(false),
    ticket: () => p.manyToOne(Ticket).primary().deleteRule('restrict').index(false),
    /** The position of the last reply this person saw, or `UNREAD`. */
    position: p.integer(),
  },
});

/** How far somebody has read a ticket. */
export class ReadMark extends ReadMarkSchema.class {}
ReadMarkSchema.setClass(ReadMark);
