import type { EntityManager, Orm } from '../db/orm.ts';

/** Receives the seq of a row that cannot be read, and why. */
type Report = (seq: number, error: unknown) => void;

const reports = new WeakMap<object, Report>();

/** Sets where unreadable rows of this database's log are reported: reads skip them, an operator must see them. */
export function onUnreadableRow(orm: Orm, report: Report): void {
  reports.set(orm.config, report);
}

export function reportUnreadableRow(em: EntityManager, seq: number, error: unknown): void {
  reports.get(em.config)?.(seq, error);
}
