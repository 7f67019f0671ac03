import { createEffect, createMemo, For, Match, on, onMount, Show, Switch } from 'solid-js';
import { useClient } from '../../data/client-context.ts';
import type { Thread } from '../../data/thread/threads.ts';
import { Button } from '../../ui/button.tsx';
import { useShortcut } from '../../ui/shortcuts/shortcuts.ts';
import { currentTime } from '../../ui/time/current-time.ts';
import { formatDay } from '../../ui/time/format-day.ts';
import { ActivityItem } from './activity-item.tsx';
import { createNewReplyCount } from './new-reply-count.ts';
import { PendingReplyCard } from './pending-reply-card.tsx';
import { ReplyCard } from './reply-card.tsx';
import { reportSeenReplies } from './seen-replies.ts';
import { createStickToBottom } from './stick-to-bottom.ts';
import { groupEntries, type TimelineItem } from './timeline-items.ts';

/** Replies, notes, activity and pending replies of a ticket, oldest first. */
export function Timeline(props: { thread: Thread }) {
  const client = useClient();
  let scroller!: HTMLElement;
  const stick = createStickToBottom(() => scroller);
  const firstMessageAt = () => {
    const ticket = props.thread.ticket;
    return ticket && !props.thread.hasEarlier ? Date.parse(ticket.createdAt) : undefined;
  };
  const items = createMemo<TimelineItem[]>(
    (previous) => groupEntries(props.thread.entries, firstMessageAt(), props.thread.firstUnreadId, previous),
    [],
  );
  const newReplies = createNewReplyCount(() => props.thread, stick.atBottom);
  stick.preserveScrollOnPrepend(
    () => props.thread.entries[0]?.id,
    () => scroller.querySelector('.earlier ~ .entry'),
  );
  reportSeenReplies(
    () => scroller,
    () => props.thread,
  );
  useShortcut('newest', () => stick.toBottom(true));

  // Sending a reply scrolls to it.
  createEffect(
    on(
      () => props.thread.pending.length,
      (count, before) => count > (before ?? 0) && stick.toBottom(),
      { defer: true },
    ),
  );
  onMount(() => {
    const divider = scroller.querySelector('.divider.new');
    if (divider) divider.scrollIntoView({ block: 'center' });
    else stick.toBottom();
  });
  return (
    <div class="timeline-frame">
      <section class="timeline-scroller" ref={scroller} tabindex="0" aria-label="Conversation">
        <h2 class="visually-hidden">Conversation</h2>
        <ol class="timeline">
          <Show when={props.thread.ticket}>
            {(ticket) => (
              <>
                <DaySeparator at={Date.parse(ticket().createdAt)} />
                <ReplyCard
                  author={{ ...ticket().customer, role: 'customer' }}
                  mine={ticket().customer.id === client.me.id}
                  at={ticket().createdAt}
                  content={ticket().description ?? ''}
                  internal={false}
                  viewerRole={client.me.role}
                  state="first"
                />
              </>
            )}
          </Show>
          <Show when={props.thread.hasEarlier}>
            <li class="earlier">
              <Button busy={props.thread.loadingEarlier} onClick={() => props.thread.loadEarlier()}>
                Load earlier replies
              </Button>
            </li>
          </Show>
          <For each={items()}>
            {(item) => (
              <Switch>
                <Match when={item.kind === 'day' && item}>{(day) => <DaySeparator at={day().at} />}</Match>
                <Match when={item.kind === 'unread-divider'}>
                  <li class="divider new">
                    <span>New since your last visit</span>
                  </li>
                </Match>
                <Match when={item.kind === 'activity' && item}>
                  {(activity) => <ActivityItem entries={activity().entries} viewer={client.me} />}
                </Match>
                <Match when={item.kind === 'message' && item.entry}>
                  {(entry) => (
                    <ReplyCard
                      author={entry().actor}
                      entryId={entry().id}
                      mine={entry().actor.id === client.me.id}
                      at={entry().at}
                      content={entry().reply.content}
                      internal={entry().kind === 'note'}
                      viewerRole={client.me.role}
                    />
                  )}
                </Match>
              </Switch>
            )}
          </For>
          <For each={props.thread.pending}>
            {(pending) => <PendingReplyCard pending={pending} thread={props.thread} />}
          </For>
        </ol>
      </section>
      <Show when={newReplies() > 0}>
        <Button kind="primary" class="to-bottom" icon="bottom" onClick={() => stick.toBottom(true)}>
          {newReplies() === 1 ? '1 new reply' : `${newReplies()} new replies`}
        </Button>
      </Show>
    </div>
  );
}

function DaySeparator(props: { at: number }) {
  return (
    <li class="divider day">
      <span>{formatDay(props.at, currentTime())}</span>
    </li>
  );
}
