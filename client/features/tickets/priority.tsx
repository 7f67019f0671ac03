import type { Priority } from '../../../shared/vocabulary.ts';

const PRIORITY_LABELS: Record<Priority, string> = { low: 'Low', medium: 'Medium', high: 'High' };

/** The label of a priority. */
export const priorityLabel = (priority: Priority): string => PRIORITY_LABELS[priority];

/** One to three bars, hidden from screen readers. */
export function PriorityBars(props: { priority: Priority }) {
  return (
    <svg class={`icon bars ${props.priority}`} viewBox="0 0 16 16" aria-hidden="true">
      <rect x="2" y="10" width="3" height="4" rx="1" />
      <rect x="6.5" y="6.5" width="3" height="7.5" rx="1" />
      <rect x="11" y="3" width="3" height="11" rx="1" />
    </svg>
  );
}

/** Bars with the label for screen readers; `showLabel` shows it to all users. */
export function PriorityBadge(props: { priority: Priority; showLabel?: boolean | undefined }) {
  return (
    <span class={`priority ${props.priority}`} title={`${priorityLabel(props.priority)} priority`}>
      <PriorityBars priority={props.priority} />
      <span classList={{ 'visually-hidden': !props.showLabel }}>
        {priorityLabel(props.priority)}
        <span class="visually-hidden"> priority</span>
      </span>
    </span>
  );
}
