import type { EventType, WorkflowState } from '../../shared/events.ts';

/** The parsed `data` column of a row. Its shape depends on the row's type and version. */
// biome-ignore lint/suspicious/noExplicitAny: stored JSON; the event schemas check the result.
type StoredData = Record<string, any>;
type Upcast = (type: EventType, data: StoredData) => StoredData;

/** One step per version: the first turns version 1 into 2. A new version appends a step and changes no earlier one. */
const UPCASTS: readonly Upcast[] = [addBefore];

/** The version of the data that this program writes. */
export const DATA_VERSION = UPCASTS.length + 1;

/** Brings stored data to the current version. Throws if a newer program wrote it. */
export function upcast(type: EventType, version: number, data: StoredData): StoredData {
  if (!Number.isInteger(version) || version < 1 || version > DATA_VERSION)
    throw new Error(`Unknown data version ${version}: this program reads versions 1 to ${DATA_VERSION}.`);
  return UPCASTS.slice(version - 1).reduce((current, step) => step(type, current), data);
}

/**
 * Version 2 added `before`. The field that the event changes is exact; the other two come from the ticket after the
 * whole command. That is enough: only a page loaded after the upgrade reads `before`, and its cursor starts after
 * every version-1 row.
 */
function addBefore(type: EventType, data: StoredData): StoredData {
  const previous = previousValue(type, data);
  if (!previous) return data;
  const { status, priority, agent } = data.ticket;
  return { ...data, before: { status, priority, agent, ...previous } };
}

function previousValue(type: EventType, data: StoredData): Partial<WorkflowState> | null {
  switch (type) {
    case 'ticket.assigned':
      return { agent: data.previousAgent };
    case 'ticket.status_changed':
      return { status: data.from };
    case 'ticket.updated':
      return { priority: data.changes.priority.from };
    default:
      return null;
  }
}
