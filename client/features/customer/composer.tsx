import { createSignal, createUniqueId, Show } from 'solid-js';
import { MAX_MESSAGE_LENGTH, type Status } from '../../../shared/vocabulary.ts';
import { allowedStatuses } from '../../../shared/workflow.ts';
import { useClient } from '../../data/client-context.ts';
import { useDrafts } from '../../data/hooks/use-drafts.ts';
import { usePreferences } from '../../data/preferences.ts';
import type { Thread } from '../../data/thread/threads.ts';
import type { ClientTicket } from '../../data/tickets/ticket-store.ts';
import { Button } from '../../ui/button.tsx';
import { LengthCount } from '../../ui/form/limited-textarea.tsx';
import { excessLength } from '../../ui/form/text-limit.ts';
import { ShortcutButton } from '../../ui/shortcuts/shortcut-button.tsx';
import { useShortcut } from '../../ui/shortcuts/shortcuts.ts';
import { DraftState } from '../thread/composer/draft-state.tsx';
import { createExpansion } from '../thread/composer/expansion.ts';
import { FormatButtons } from '../thread/composer/format-buttons.tsx';
import { MessageField } from '../thread/composer/message-field.tsx';
import { OtherDrafts } from '../thread/composer/other-drafts.tsx';
import { createRepliedMeanwhile, RepliedMeanwhile } from '../thread/composer/replied-meanwhile.tsx';
import { NextStep } from './next-step/next-step.tsx';

/** The customer's composer. On a resolved ticket, Send keeps it resolved and a second button sends and reopens. */
export function CustomerComposer(props: { ticket: ClientTicket; thread: Thread }) {
  const { preferences } = usePreferences();
  const client = useClient();
  const draft = useDrafts().reply(props.ticket.id, false);
  const countId = createUniqueId();
  const [refusal, setRefusal] = createSignal<string>();
  let section!: HTMLElement;
  let textarea: HTMLTextAreaElement | undefined;
  /** Whether the customer may reopen the ticket: while it is resolved. */
  const canReopen = () => allowedStatuses(client.me.role, props.ticket.status).includes('reopened');
  const isTooLong = () => excessLength(draft.text(), MAX_MESSAGE_LENGTH) > 0;
  const isEmpty = () => !draft.text().trim();
  const repliedMeanwhile = createRepliedMeanwhile(() => props.thread, props.ticket.id, draft.text);
  const expansion = createExpansion(
    () => section,
    () => !isEmpty(),
  );
  const send = (status?: Status) => {
    textarea?.focus();
    if (isEmpty()) return;
    if (isTooLong()) return setRefusal('Not sent: shorten the marked end.');
    client.outbox.send(props.ticket.id, { content: draft.text(), internal: false, status });
    draft.clear();
  };
  useShortcut('reply', () => textarea?.focus());
  useShortcut('send', () => section.contains(document.activeElement) && void send());
  return (
    <section
      ref={section}
      class="composer"
      classList={{ resting: !expansion.isExpanded() }}
      aria-label="Write"
      onFocusIn={expansion.onFocusIn}
      onFocusOut={expansion.onFocusOut}
    >
      <NextStep ticket={props.ticket} thread={props.thread} canReopen={canReopen()} />
      <div class="composer-box">
        <MessageField
          ref={(element) => (textarea = element)}
          label="Your reply"
          placeholder={canReopen() ? 'Say thanks, or describe what is still wrong…' : 'Write a reply…'}
          value={draft.text()}
          countId={countId}
          onInput={(text) => {
            setRefusal(undefined);
            draft.write(text);
            client.typing(props.ticket.id, false);
          }}
          onSend={preferences().enterSends ? () => void send() : undefined}
        />
        <OtherDrafts draft={draft} />
        <div class="composer-status">
          <Show when={refusal()} fallback={<RepliedMeanwhile text={repliedMeanwhile()} />}>
            <span class="composer-refusal" role="alert">
              {refusal()}
            </span>
          </Show>
          <LengthCount id={countId} text={draft.text()} max={MAX_MESSAGE_LENGTH} />
          <DraftState draft={draft} />
        </div>
        <div class="composer-bar">
          <FormatButtons textarea={() => textarea} />
          <Show when={canReopen()}>
            <Button icon="reopened" aria-disabled={isEmpty()} onClick={() => void send('reopened')}>
              Send and reopen
            </Button>
          </Show>
          <ShortcutButton
            kind="primary"
            icon="send"
            aria-disabled={isEmpty()}
            shortcut="send"
            onClick={() => void send()}
          >
            Send
          </ShortcutButton>
        </div>
      </div>
    </section>
  );
}
