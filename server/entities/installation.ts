import { defineEntity, p } from '@mikro-orm/core';

export const InstallationSchema = defineEntity({
  name: 'Desk',
  tableName: 'desk',
  properties: {
    id: p.integer().primary().autoincrement(false),
    /** The random id of the event log: event numbers of another database's log are not valid here. */
    log: p.string(),
    createdAt: p.datetime(3),
  },
});

/** The single row that describes this installation. */
export class Installation extends InstallationSchema.class {}
InstallationSchema.setClass(Installation);
