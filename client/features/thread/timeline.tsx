import { createEffect, createMemo, For, Match, on, onMount, Show, Switch } from 'solid-js';
import { useClient } from '../../data/client-context.ts';
import type { Thread } from '../../data/thread/threads.ts';
import { Button } from '../../ui/button.tsx';
import { useShortcut } from '../../ui/shortcuts/shortcuts.ts';
import { currentTime } from '../../ui/time/current-time.ts';
import { formatDay } from '../../ui/time/format-day.ts';
import { ActivityItem } from './activity-item.tsx';
import { ReplyCard } from './message/reply-card.tsx';
import { createNewReplyCount } from './new-reply-count.ts';
import { PendingReplyCard } from './pending-reply-card.tsx';
import { PrintFacts } from './print-facts.tsx';
import { reportSeenReplies } from './seen-replies.ts';
import { createStickToBottom } from './stick-to-bottom.ts';
import { continuesGroup, groupEntries, lastGroup, type TimelineItem } from './timeline-items.ts';

/** Replies, notes, activity and pending replies of a ticket, oldest first. */
export function Timeline(props: { thread: Thread }) {
  const client = useClient();
  let scroller!: HTMLElement;
  const stick = createStickToBottom(() => scroller);
  /** The description, if it stands directly above the entries. */
  const description = () => {
    const ticket = props.thread.ticket;
    if (!ticket || props.thread.hasEarlier) return undefined;
    return { at: ticket.createdAt, kind: 'reply' as const, actor: ticket.customer };
  };
  const items = createMemo<TimelineItem[]>(
    (previous) => groupEntries(props.thread.entries, description(), props.thread.firstUnreadId, previous),
    [],
  );
  /** Whether this pending reply stands in one group with the message above it, as it will once it is sent. */
  const pendingContinues = (index: number): boolean => {
    const { pending } = props.thread;
    let group = lastGroup(items(), description());
    let continues = false;
    for (const reply of pending.slice(0, index + 1)) {
      const head = {
        at: new Date(reply.writtenAt).toISOString(),
        kind: reply.internal ? ('note' as const) : ('reply' as const),
        actor: client.me,
      };
      continues = continuesGroup(group, head);
      if (!continues) group = head;
    }
    return continues;
  };
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
  const view = (
    <div class="timeline-frame">
      <section class="timeline-scroller" ref={scroller} tabindex="0" aria-label="Conversation">
        <h2 class="visually-hidden">Conversation</h2>
        <Show when={props.thread.ticket}>
          {(ticket) => <PrintFacts ticket={ticket()} thread={props.thread} />}
        </Show>
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
                <Match when={item.kind === 'message' && item}>
                  {(message) => (
                    <ReplyCard
                      author={message().entry.actor}
                      entryId={message().entry.id}
                      mine={message().entry.actor.id === client.me.id}
                      at={message().entry.at}
                      content={message().entry.reply.content}
                      internal={message().entry.kind === 'note'}
                      continues={message().continues}
                      viewerRole={client.me.role}
                    />
                  )}
                </Match>
              </Switch>
            )}
          </For>
          <For each={props.thread.pending}>
            {(pending, index) => (
              <PendingReplyCard
                pending={pending}
                thread={props.thread}
                continues={pendingContinues(index())}
              />
            )}
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
  // After the messages have measured themselves: a folded one is less high.
  onMount(() => {
    const divider = scroller.querySelector('.divider.new');
    if (divider) divider.scrollIntoView({ block: 'center' });
    else stick.toBottom();
  });
  return view;
}

function DaySeparator(props: { at: number }) {
  return (
    <li class="divider day">
      <span>{formatDay(props.at, currentTime())}</span>
    </li>
  );
}
