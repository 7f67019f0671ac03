import { type JSX, Match, Show, Switch } from 'solid-js';
import { useClient } from '../../data/client-context.tsx';
import { useDrafts } from '../../data/hooks/use-drafts.ts';
import type { PendingReply } from '../../data/outbox/outbox-store.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { toast } from '../../ui/overlays/toasts.tsx';
import { ReplyCard } from './reply-card.tsx';
import { ReplyConflict } from './reply-conflict.tsx';

/** A reply on its way: dashed while it travels, red when it was refused, and what one can do about it. */
export function PendingReplyCard(props: { pending: PendingReply }) {
  const client = useClient();
  const drafts = useDrafts();
  const draft = () => drafts.reply(props.pending.ticketId, props.pending.internal);
  /** Puts the words back into the composer, in front of whatever was begun there since. */
  const edit = () => {
    const taken = client.outbox.discard(props.pending.key);
    if (!taken) return;
    draft().write([taken.content, draft().text()].filter((text) => text.trim()).join('\n\n'));
    document.querySelector<HTMLTextAreaElement>('.composer textarea')?.focus();
  };
  const discard = () => {
    const home = draft();
    const taken = client.outbox.discard(props.pending.key);
    if (!taken) return;
    toast('Reply discarded', () => {
      home.write([taken.content, home.text()].filter((text) => text.trim()).join('\n\n'));
      return true;
    });
  };
  const retry = () => client.outbox.retry(props.pending.key);
  return (
    <ReplyCard
      author={client.me}
      mine
      at={props.pending.writtenAt}
      content={props.pending.content}
      internal={props.pending.internal}
      viewerRole={client.me.role === 'customer'}
      state={`pending ${props.pending.state}`}
      footer={
        <Switch>
          <Match when={props.pending.state === 'sending'}>
            <DeliveryStatus icon="send">Sending…</DeliveryStatus>
          </Match>
          <Match when={props.pending.state === 'queued'}>
            <DeliveryStatus icon="clock">
              Not sent yet. It goes out by itself when you are back online.
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
              No answer yet; trying again. It will not be sent twice.
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
      }
    />
  );
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
