import type { Role, Status } from '../../../shared/vocabulary.ts';
import { Icon } from '../../ui/icon.tsx';

const WORDS: Record<Role, Record<Status, string>> = {
  agent: {
    open: 'Open',
    in_progress: 'In progress',
    waiting_on_customer: 'Waiting',
    resolved: 'Resolved',
    reopened: 'Reopened',
  },
  customer: {
    open: 'Received',
    in_progress: 'In progress',
    waiting_on_customer: 'Waiting for you',
    resolved: 'Solved',
    reopened: 'Reopened',
  },
};

/** A status in the words of whoever reads it. */
export const statusLabel = (status: Status, role: Role = 'agent'): string => WORDS[role][status];

/** What a button that moves a ticket there says. */
export const TRANSITION_LABELS: Record<Status, string> = {
  open: 'Open',
  in_progress: 'Work on it',
  waiting_on_customer: 'Wait for customer',
  resolved: 'Resolve',
  reopened: 'Reopen',
};

/** A status as shape and colour; its word must stand beside it or be hidden in it. */
export function StatusIcon(props: { status: Status }) {
  return <Icon name={props.status} class={`status-icon ${props.status}`} />;
}

/** A status as shape, word and colour. */
export function StatusBadge(props: { status: Status; reader?: Role | undefined }) {
  return (
    <span class={`badge ${props.status}`}>
      <StatusIcon status={props.status} />
      {statusLabel(props.status, props.reader)}
    </span>
  );
}
