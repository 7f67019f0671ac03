import { type Accessor, createEffect, createMemo, Show, untrack } from 'solid-js';
import type { Reply } from '../../../../shared/schemas.ts';
import { useClient } from '../../../data/client-context.ts';
import { createSignalMap } from '../../../data/lib/signal-map.ts';
import type { Thread } from '../../../data/thread/threads.ts';
import { Icon } from '../../../ui/icon.tsx';
import { isolate } from '../../../ui/isolate.ts';
import { runShortcut } from '../../../ui/shortcuts/shortcuts.ts';
import { repliedText } from './replied-text.ts';

/** Before every time in ISO format. */
const ALWAYS = '';

/** Since when each ticket has an unsent public reply, in the server's time. */
const createWritingStarts = () => createSignalMap<string | undefined>(undefined);

/** Keeps the start of a draft that comes back to the composer: before these replies, which it has missed. */
export function useMissedByDraft(): (ticketId: number, missed: readonly Reply[]) => void {
  const starts = useClient().use(createWritingStarts);
  return (ticketId, missed) => {
    const [first] = missed;
    if (first) starts.set(ticketId, new Date(Date.parse(first.createdAt) - 1).toISOString());
  };
}

/** The names of those who replied since the user began the draft; undefined without such a reply. */
export function createRepliedMeanwhile(
  thread: Accessor<Thread | undefined>,
  ticketId: number,
  text: Accessor<string>,
): Accessor<string | undefined> {
  const client = useClient();
  const starts = client.use(createWritingStarts);
  const hasText = createMemo(() => text().trim() !== '');
  const publicReplies = () =>
    (thread()?.entries ?? []).flatMap((entry) =>
      'reply' in entry && !entry.reply.internal ? entry.reply : [],
    );
  /** A draft of an earlier visit: the unread replies came after it. */
  const isRestored = untrack(() => hasText() && starts.get(ticketId) === undefined);
  createEffect(() => {
    const current = thread();
    if (current?.state !== 'ready') return;
    if (!hasText()) starts.set(ticketId, undefined);
    else if (untrack(() => starts.get(ticketId)) === undefined)
      starts.set(ticketId, untrack(() => publicReplies().at(-1)?.createdAt) ?? ALWAYS);
  });
  return createMemo(() => {
    const start = starts.get(ticketId);
    const firstUnread = thread()?.entries.find(({ id }) => id === thread()?.firstUnreadId)?.at;
    if (!hasText() || start === undefined) return undefined;
    const others = publicReplies().filter(
      ({ author, createdAt }) =>
        author.id !== client.me.id &&
        (createdAt > start || (isRestored && firstUnread !== undefined && createdAt >= firstUnread)),
    );
    return repliedText(others.map(({ author }) => isolate(author.name)));
  });
}

/** "Robin replied while you were writing", with a button that shows the reply. */
export function RepliedMeanwhile(props: { text: string | undefined }) {
  return (
    <Show when={props.text}>
      <span class="replied-meanwhile" role="status">
        <Icon name="warning" />
        <span class="truncate">{props.text}</span>
        <button type="button" onClick={() => runShortcut('newest')}>
          Show
        </button>
      </span>
    </Show>
  );
}
