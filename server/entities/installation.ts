import { defineEntity, p } from '@mikro-orm/core';

const DeskSchema = defineEntity({
  name: 'Desk',
  tableName: 'desk',
  properties: {
    id: p.integer().primary().autoincrement(false),
    /** A random name of this log: numbers of another database's log mean nothing here. */
    log: p.string(),
    createdAt: p.datetime(3),
  },
});

/** The one row about this desk as a whole. */
export class Desk extends DeskSchema.class {}
DeskSchema.setClass(Desk);
