import { defineEntity, p } from '@mikro-orm/core';
import { Ticket } from './ticket.ts';
import { User } from './user.ts';

export const ThreadHeadSchema = defineEntity({
  name: 'ThreadHead',
  tableName: 'thread_heads',
  // Threads in which one person talks to themselves, without reading a single row.
  indexes: [{ name: 'thread_heads_alone', properties: ['author', 'positionByOthers'] }],
  properties: {
    ticket: () => p.manyToOne(Ticket).primary().deleteRule('restrict').index(false),
    /** The position of the last reply or note. */
    position: p.integer(),
    /** Who wrote it. */
    author: () => p.manyToOne(User).deleteRule('restrict').index(false),
    /** The position of the last one by anybody else; 0 when there is none. */
    positionByOthers: p.integer(),
  },
});

/**
 * Where a thread ends, notes included: enough to tell what any agent has not read without touching replies. A row of
 * its own, since a note must leave the ticket's row alone.
 */
export class ThreadHead extends ThreadHeadSchema.class {
  /** Somebody writes: the thread is one longer. Answers the new one's position. */
  append(author: User): number {
    if (this.author.id !== author.id) this.positionByOthers = this.position;
    this.author = author;
    this.position += 1;
    return this.position;
  }
}
ThreadHeadSchema.setClass(ThreadHead);
