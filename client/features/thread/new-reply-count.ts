import { type Accessor, createEffect, createSignal, on } from 'solid-js';
import { useClient } from '../../data/client-context.tsx';
import type { Thread } from '../../data/thread/threads.ts';

/** How many replies by others came while one was reading further up. */
export function createNewReplyCount(thread: () => Thread, atBottom: Accessor<boolean>): Accessor<number> {
  const client = useClient();
  const [missed, setMissed] = createSignal(0);
  createEffect(
    on(
      () => thread().entries.at(-1),
      (last) => {
        const isReply = last && 'reply' in last && last.actor.id !== client.me.id;
        if (isReply && !atBottom()) setMissed((count) => count + 1);
      },
      { defer: true },
    ),
  );
  createEffect(() => atBottom() && setMissed(0));
  return missed;
}
