import { type Accessor, createEffect, createSignal, on } from 'solid-js';
import { useClient } from '../../data/client-context.ts';
import type { Thread } from '../../data/thread/threads.ts';

/** Counts replies by others that arrive while the user has scrolled up. */
export function createNewReplyCount(thread: () => Thread, atBottom: Accessor<boolean>): Accessor<number> {
  const client = useClient();
  const [count, setCount] = createSignal(0);
  createEffect(
    on(
      () => thread().entries.at(-1),
      (last) => {
        const isReply = last && 'reply' in last && last.actor.id !== client.me.id;
        if (isReply && !atBottom()) setCount((current) => current + 1);
      },
      { defer: true },
    ),
  );
  createEffect(() => atBottom() && setCount(0));
  return count;
}
