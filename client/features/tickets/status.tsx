import type { Role, Status } from '../../../shared/vocabulary.ts';
import { Icon } from '../../ui/icon.tsx';

const STATUS_LABELS: Record<Role, Record<Status, string>> = {
  agent: {
    open: 'Open',
    in_progress: 'In progress',
    waiting_on_customer: 'Waiting on customer',
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

/** The label of a status for this role. */
export const statusLabel = (status: Status, role: Role = 'agent'): string => STATUS_LABELS[role][status];

/** The label of the button that changes a ticket to this status. */
export const TRANSITION_LABELS: Record<Status, string> = {
  open: 'Open',
  in_progress: 'Start',
  waiting_on_customer: 'Waiting on customer',
  resolved: 'Resolve',
  reopened: 'Reopen',
};

/** The icon of a status; needs a visible or visually hidden label next to it. */
export function StatusIcon(props: { status: Status }) {
  return <Icon name={props.status} class={`status-icon ${props.status}`} />;
}

/** A status as icon, label and colour. */
export function StatusBadge(props: { status: Status; viewerRole?: Role | undefined }) {
  return (
    <span class={`badge ${props.status}`}>
      <StatusIcon status={props.status} />
      {statusLabel(props.status, props.viewerRole)}
    </span>
  );
}
