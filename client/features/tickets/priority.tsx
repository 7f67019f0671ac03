import type { Priority } from '../../../shared/vocabulary.ts';

const WORDS: Record<Priority, string> = { low: 'Low', medium: 'Medium', high: 'High' };

/** A priority as a word. */
export const priorityLabel = (priority: Priority): string => WORDS[priority];

/** One to three bars, for eyes only. */
export function PriorityBars(props: { priority: Priority }) {
  return (
    <svg class={`icon bars ${props.priority}`} viewBox="0 0 16 16" aria-hidden="true">
      <rect x="2" y="10" width="3" height="4" rx="1" />
      <rect x="6.5" y="6.5" width="3" height="7.5" rx="1" />
      <rect x="11" y="3" width="3" height="11" rx="1" />
    </svg>
  );
}

/** Bars for eyes, the word for readers, and for eyes too where there is room. */
export function PriorityBadge(props: { priority: Priority; words?: boolean | undefined }) {
  return (
    <span class={`priority ${props.priority}`} title={`${priorityLabel(props.priority)} priority`}>
      <PriorityBars priority={props.priority} />
      <span classList={{ 'visually-hidden': !props.words }}>
        {priorityLabel(props.priority)}
        <span class="visually-hidden"> priority</span>
      </span>
    </span>
  );
}
