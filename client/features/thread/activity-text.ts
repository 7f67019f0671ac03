import { PRIORITIES, type Role } from '../../../shared/vocabulary.ts';
import type { Activity } from '../../data/thread/timeline.ts';
import { isolate } from '../../ui/isolate.ts';
import { priorityLabel } from '../tickets/priority.tsx';
import { statusLabel } from '../tickets/status.tsx';

/** Describes consecutive changes by one user to this viewer: "Sam Lee took the ticket and raised the priority to High". */
export function describeActivity(entries: readonly Activity[], viewer: { id: number; role: Role }): string {
  const [first] = entries;
  if (!first) return '';
  if (viewer.role === 'customer') return entries.map((entry) => forCustomer(entry, viewer)).join(' · ');
  const actor = first.actor.id === viewer.id ? 'You' : isolate(first.actor.name);
  return `${actor} ${joinWithAnd(entries.map((entry) => forAgent(entry, viewer)))}`;
}

const joinWithAnd = (parts: string[]) =>
  parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : (parts[0] ?? '');

function forAgent(entry: Activity, viewer: { id: number }): string {
  switch (entry.kind) {
    case 'status':
      return `changed the status from ${statusLabel(entry.from)} to ${statusLabel(entry.to)}`;
    case 'priority':
      return `${PRIORITIES.indexOf(entry.to) > PRIORITIES.indexOf(entry.from) ? 'raised' : 'lowered'} the priority to ${priorityLabel(entry.to)}`;
    case 'assignment': {
      const previous = entry.previousAgent;
      if (entry.agent === null) return 'released the ticket';
      if (!previous) return 'took the ticket';
      return `took over from ${previous.id === viewer.id ? 'you' : isolate(previous.name)}`;
    }
  }
}

function forCustomer(entry: Activity, viewer: { id: number }): string {
  switch (entry.kind) {
    case 'status':
      if (entry.to === 'in_progress') return 'We are working on it';
      if (entry.to === 'waiting_on_customer') return 'We asked you for an answer';
      if (entry.to === 'reopened') return entry.actor.id === viewer.id ? 'You reopened this' : 'Reopened';
      return statusLabel(entry.to, 'customer');
    case 'priority':
      return `Urgency changed to ${priorityLabel(entry.to)}`;
    case 'assignment':
      return entry.agent ? `Handled by ${isolate(entry.agent.name)}` : 'Waiting for the next free agent';
  }
}
