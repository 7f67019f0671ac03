import { defineEntity, p } from '@mikro-orm/core';
import { Ticket } from './ticket.ts';
import { User } from './user.ts';

export const ThreadHeadSchema = defineEntity({
  name: 'ThreadHead',
  tableName: 'thread_heads',
  properties: {
    ticket: () => p.manyToOne(Ticket).primary().deleteRule('restrict').index(false),
    /** The position of the last reply or note. */
    position: p.integer(),
    /** Its author. */
    author: () => p.manyToOne(User).deleteRule('restrict').index(false),
    /** The position of the last one by another author; 0 if there is none. */
    positionByOthers: p.integer(),
  },
});

/**
 * The end of a ticket's thread, notes included: enough to count an agent's unread tickets without reading replies. Not
 * part of the ticket's row, as a note must not change that row.
 */
export class ThreadHead extends ThreadHeadSchema.class {
  /** Adds one entry by the author. Returns its position. */
  append(author: User): number {
    if (this.author.id !== author.id) this.positionByOthers = this.position;
    this.author = author;
    this.position += 1;
    return this.position;
  }
}
ThreadHeadSchema.setClass(ThreadHead);
