import type { AgentEvent, CustomerEvent, WorkflowState } from './events.ts';

/** The ticket's workflow state right after this event; `null` for an event that does not change it. */
export function stateAfter(event: AgentEvent | CustomerEvent): WorkflowState | null {
  switch (event.type) {
    case 'ticket.assigned':
      return { ...event.before, agent: event.agent };
    case 'ticket.status_changed':
      return { ...event.before, status: event.to };
    case 'ticket.updated':
      return { ...event.before, priority: event.changes.priority.to };
    default:
      return null;
  }
}
