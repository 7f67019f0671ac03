import { createMemo } from 'solid-js';
import type { Role } from '../../../shared/vocabulary.ts';
import type { Activity } from '../../data/thread/timeline.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { DayAndTime } from '../../ui/time/time.tsx';
import { describeActivity } from './activity-text.ts';

/** One line between replies that describes consecutive changes by one user. */
export function ActivityItem(props: { entries: readonly Activity[]; viewer: { id: number; role: Role } }) {
  const last = createMemo(() => props.entries.at(-1));
  const statusChange = createMemo(() => props.entries.findLast((entry) => entry.kind === 'status'));
  const icon = (): IconName => statusChange()?.to ?? (last()?.kind === 'priority' ? 'sort' : 'person');
  return (
    <li class="activity">
      <Icon name={icon()} class={`status-icon ${statusChange()?.to ?? ''}`} />
      <p dir="auto">
        {describeActivity(props.entries, props.viewer)}{' '}
        <span class="timestamp">
          <DayAndTime at={last()?.at ?? 0} />
        </span>
      </p>
    </li>
  );
}
