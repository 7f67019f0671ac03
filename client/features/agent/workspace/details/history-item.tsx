import { useClient } from '../../../../data/client-context.ts';
import type { Activity } from '../../../../data/thread/timeline.ts';
import { Icon, type IconName } from '../../../../ui/icon.tsx';
import { format, fullTime } from '../../../../ui/time/format-time.ts';
import { describeActivity } from '../../../thread/activity-text.ts';

/** One change of the ticket with its date. */
export function HistoryItem(props: { activity: Activity }) {
  const client = useClient();
  const icon = (): IconName => {
    const { activity } = props;
    if (activity.kind === 'status') return activity.to;
    return activity.kind === 'priority' ? 'sort' : 'person';
  };
  const at = () => Date.parse(props.activity.at);
  return (
    <li>
      <Icon name={icon()} class={`status-icon ${icon()}`} />
      <div>
        <p dir="auto">{describeActivity([props.activity], client.me)}</p>
        <time datetime={props.activity.at} title={fullTime(at())}>
          {format(undefined, { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }, at())}
        </time>
      </div>
    </li>
  );
}
