import { Match, Switch } from 'solid-js';
import type { Thread } from '../../data/thread/threads.ts';
import { LoadError } from '../../ui/errors/load-error.tsx';
import { Skeleton } from '../../ui/feedback/skeleton.tsx';
import { Timeline } from './timeline.tsx';

/** The timeline of a ticket, with its loading and error states. */
export function Conversation(props: { thread: Thread }) {
  return (
    <Switch fallback={<Skeleton kind="message" rows={3} />}>
      <Match when={props.thread.state === 'ready'}>
        <Timeline thread={props.thread} />
      </Match>
      <Match when={props.thread.state === 'failed'}>
        <LoadError
          error={props.thread.error}
          message="The conversation could not be loaded."
          onRetry={props.thread.retry}
        />
      </Match>
    </Switch>
  );
}
