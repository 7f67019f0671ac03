import { createMemo } from 'solid-js';
import type { Role } from '../../../shared/vocabulary.ts';
import type { Activity } from '../../data/thread/timeline.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { TimeOfDay } from '../../ui/time/time.tsx';
import { describeActivity } from './activity-text.ts';

/** What somebody did, as one quiet line between what was said. */
export function ActivityItem(props: { entries: readonly Activity[]; reader: { id: number; role: Role } }) {
  const last = createMemo(() => props.entries.at(-1));
  const moved = createMemo(() => props.entries.findLast((entry) => entry.kind === 'status'));
  const icon = (): IconName => moved()?.to ?? (last()?.kind === 'priority' ? 'sort' : 'person');
  return (
    <li class="activity">
      <Icon name={icon()} class={`status-icon ${moved()?.to ?? ''}`} />
      <p dir="auto">
        {describeActivity(props.entries, props.reader)}
        <span class="timestamp">
          <TimeOfDay at={last()?.at ?? 0} />
        </span>
      </p>
    </li>
  );
}
