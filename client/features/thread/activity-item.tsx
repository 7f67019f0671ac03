import { createMemo } from 'solid-js';
import type { Role } from '../../../shared/workflow.ts';
import type { Fact } from '../../data/thread/threads.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { Clock } from '../../ui/time/time.tsx';
import { factWords } from './activity-text.ts';

/** What somebody did, as one quiet line between what was said. */
export function FactLine(props: { entries: readonly Fact[]; reader: { id: number; role: Role } }) {
  const last = createMemo(() => props.entries.at(-1));
  const moved = createMemo(() => props.entries.findLast((entry) => entry.kind === 'status'));
  const icon = (): IconName => moved()?.to ?? (last()?.kind === 'priority' ? 'sort' : 'person');
  return (
    <li class="fact">
      <Icon name={icon()} class={`status-icon ${moved()?.to ?? ''}`} />
      <p dir="auto">
        {factWords(props.entries, props.reader)}
        <span class="when">
          <Clock at={last()?.at ?? 0} />
        </span>
      </p>
    </li>
  );
}
