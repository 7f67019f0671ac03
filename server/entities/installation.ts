import { defineEntity, p } from '@mikro-orm/core';

export const InstallationSchema = defineEntity({
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
export class Installation extends InstallationSchema.class {}
InstallationSchema.setClass(Installation);
