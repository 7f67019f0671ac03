import type { JSX } from 'solid-js';
import { Icon, type IconName } from '../icon.tsx';

/** Shown in place of an empty list: one sentence and one action. */
export function EmptyState(props: {
  icon: IconName;
  title?: JSX.Element;
  children: JSX.Element;
  action?: JSX.Element;
}) {
  return (
    <div class="empty">
      <Icon name={props.icon} />
      {props.title}
      <p>{props.children}</p>
      {props.action}
    </div>
  );
}
