import { createEffect, type JSX, Match, on, Show, Switch } from 'solid-js';
import { useClient } from '../../data/client-context.ts';
import type { Draft } from '../../data/drafts/drafts.ts';
import { useDrafts } from '../../data/hooks/use-drafts.ts';
import type { PendingReply } from '../../data/outbox/outbox-store.ts';
import type { Thread } from '../../data/thread/threads.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useToasts } from '../../ui/overlays/toasts.tsx';
import { useMissedByDraft } from './composer/replied-meanwhile.tsx';
import { ReplyCard } from './message/reply-card.tsx';
import { ReplyConflict } from './reply-conflict.tsx';

/** A reply in the outbox: its delivery state and the possible actions. */
export function PendingReplyCard(props: { pending: PendingReply; thread: Thread; continues: boolean }) {
  const toasts = useToasts();
  const client = useClient();
  const drafts = useDrafts();
  const missedByDraft = useMissedByDraft();
  let footer!: HTMLDivElement;
  const draft = () => drafts.reply(props.pending.ticketId, props.pending.internal);
  /** Moves the text back into the composer, before any text typed there since. */
  const edit = () => {
    const { ticketId, missed = [] } = props.pending;
    if (!client.outbox.edit(props.pending.key)) return;
    const last = missed.at(-1);
    // This card has shown them.
    if (last) props.thread.markSeen(last);
    missedByDraft(ticketId, missed);
    document.querySelector<HTMLTextAreaElement>('.composer textarea')?.focus();
  };
  const discard = () => {
    const target = draft();
    const discarded = client.outbox.discard(props.pending.key);
    if (!discarded) return;
    toasts.show('Reply discarded', () => {
      prepend(target, discarded.content);
      return true;
    });
  };
  createEffect(
    on(
      () => props.pending.state,
      (state) => {
        if (state === 'failed' || state === 'stale') afterLayout(() => reveal(footer));
      },
    ),
  );
  const retry = () => client.outbox.retry(props.pending.key);
  return (
    <ReplyCard
      author={client.me}
      mine
      at={props.pending.writtenAt}
      content={props.pending.content}
      internal={props.pending.internal}
      continues={props.continues}
      viewerRole={client.me.role}
      state={`pending ${props.pending.state}`}
      footer={
        <div ref={footer}>
          <Switch>
            <Match when={props.pending.state === 'sending'}>
              <DeliveryStatus icon="send">Sending…</DeliveryStatus>
            </Match>
            <Match when={props.pending.state === 'queued'}>
              <DeliveryStatus icon="clock">
                Not sent yet. It is sent automatically when you are back online.
              </DeliveryStatus>
            </Match>
            <Match when={props.pending.state === 'unknown'}>
              <DeliveryStatus
                icon="clock"
                actions={
                  <Button small onClick={retry}>
                    Retry now
                  </Button>
                }
              >
                The server has not confirmed this reply. Retrying. It will not be sent twice.
              </DeliveryStatus>
            </Match>
            <Match when={props.pending.state === 'failed'}>
              <DeliveryStatus
                icon="warning"
                isError
                actions={
                  <>
                    <Button small kind="danger" onClick={retry}>
                      Retry
                    </Button>
                    <Button small kind="danger" onClick={edit}>
                      Edit
                    </Button>
                    <Button small kind="ghost" onClick={discard}>
                      Discard
                    </Button>
                  </>
                }
              >
                Not sent. {props.pending.problem?.detail}
              </DeliveryStatus>
            </Match>
            <Match when={props.pending.state === 'stale'}>
              <ReplyConflict
                missed={props.pending.missed ?? []}
                onReview={edit}
                onSend={() => client.outbox.sendAnyway(props.pending.key)}
                onDiscard={discard}
              />
            </Match>
          </Switch>
        </div>
      }
    />
  );
}

/** After the thread has followed the new height of the card. */
const afterLayout = (run: () => void) => requestAnimationFrame(() => requestAnimationFrame(run));

/** Scrolls a card wholly into view; of a card higher than the view, its end with the buttons. */
function reveal(footer: HTMLElement): void {
  footer.closest('.entry')?.scrollIntoView({ block: 'nearest' });
  footer.scrollIntoView({ block: 'nearest' });
  footer.querySelector('.actions')?.scrollIntoView({ block: 'nearest' });
}

function prepend(draft: Draft, text: string): void {
  draft.write([text, draft.text()].filter((part) => part.trim()).join('\n\n'));
}

function DeliveryStatus(props: {
  icon: 'send' | 'clock' | 'warning';
  isError?: boolean;
  actions?: JSX.Element;
  children: JSX.Element;
}) {
  return (
    <div
      class="delivery-status"
      classList={{ error: props.isError === true }}
      role={props.isError ? 'alert' : undefined}
    >
      <p>
        <Icon name={props.icon} />
        <span>{props.children}</span>
      </p>
      <Show when={props.actions}>
        <div class="actions">{props.actions}</div>
      </Show>
    </div>
  );
}
