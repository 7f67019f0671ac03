import { type Accessor, createEffect, createSignal, on } from 'solid-js';
import { useDesk } from '../../data/client-context.tsx';
import type { Thread } from '../../data/thread/threads.ts';

/** How many replies by others came while one was reading further up. */
export function createMissed(thread: () => Thread, atBottom: Accessor<boolean>): Accessor<number> {
  const desk = useDesk();
  const [missed, setMissed] = createSignal(0);
  createEffect(
    on(
      () => thread().entries.at(-1),
      (last) => {
        const spoken = last && 'reply' in last && last.actor.id !== desk.me.id;
        if (spoken && !atBottom()) setMissed((count) => count + 1);
      },
      { defer: true },
    ),
  );
  createEffect(() => atBottom() && setMissed(0));
  return missed;
}
