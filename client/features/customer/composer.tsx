import { createUniqueId, Show } from 'solid-js';
import { MAX_MESSAGE_LENGTH, type Status } from '../../../shared/vocabulary.ts';
import { allowedStatuses } from '../../../shared/workflow.ts';
import { useClient } from '../../data/client-context.ts';
import { useDrafts } from '../../data/hooks/use-drafts.ts';
import { usePreferences } from '../../data/preferences.ts';
import type { Thread } from '../../data/thread/threads.ts';
import type { ClientTicket } from '../../data/tickets/ticket-store.ts';
import { Button } from '../../ui/button.tsx';
import { useAnnouncer } from '../../ui/feedback/live-region.tsx';
import { LengthCount, LimitedTextarea } from '../../ui/form/limited-textarea.tsx';
import { excessLength, limitMessage } from '../../ui/form/text-limit.ts';
import { isComposing } from '../../ui/shortcuts/is-composing.ts';
import { ShortcutButton } from '../../ui/shortcuts/shortcut-button.tsx';
import { useShortcut } from '../../ui/shortcuts/shortcuts.ts';
import { NextStep } from './next-step.tsx';

/** The customer's composer. On a resolved ticket, Send keeps it resolved and a second button sends and reopens. */
export function CustomerComposer(props: { ticket: ClientTicket; thread: Thread }) {
  const { preferences } = usePreferences();
  const client = useClient();
  const announce = useAnnouncer();
  const draft = useDrafts().reply(props.ticket.id, false);
  const id = createUniqueId();
  let textarea: HTMLTextAreaElement | undefined;
  /** Whether the customer may reopen the ticket: while it is resolved. */
  const canReopen = () => allowedStatuses(client.me.role, props.ticket.status).includes('reopened');
  const isEmpty = () => !draft.text().trim();
  const isTooLong = () => excessLength(draft.text(), MAX_MESSAGE_LENGTH) > 0;
  const send = (status?: Status) => {
    textarea?.focus();
    if (isEmpty()) return;
    if (isTooLong())
      return announce.assertive(`Not sent: ${limitMessage(draft.text(), MAX_MESSAGE_LENGTH)}.`);
    client.outbox.send(props.ticket.id, { content: draft.text(), internal: false, status });
    draft.clear();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const hasModifier = event.shiftKey || event.ctrlKey || event.metaKey || event.altKey;
    if (event.key !== 'Enter' || hasModifier || isComposing(event) || !preferences().enterSends) return;
    event.preventDefault();
    send();
  };
  useShortcut('reply', () => textarea?.focus());
  useShortcut('send', () => document.activeElement === textarea && send());
  return (
    <section class="composer" aria-label="Write">
      <NextStep ticket={props.ticket} thread={props.thread} canReopen={canReopen()} />
      <div class="composer-box" classList={{ filled: !isEmpty() }}>
        <label for={id} class="visually-hidden">
          Your reply
        </label>
        <LimitedTextarea
          ref={(element) => (textarea = element)}
          id={id}
          countId={`${id}-count`}
          rows={1}
          max={MAX_MESSAGE_LENGTH}
          placeholder={canReopen() ? 'Say thanks, or describe what is still wrong…' : 'Write a reply…'}
          value={draft.text()}
          onInput={(text) => {
            draft.write(text);
            client.typing(props.ticket.id, false);
          }}
          onKeyDown={onKeyDown}
        />
        <div class="composer-footer">
          <LengthCount id={`${id}-count`} text={draft.text()} max={MAX_MESSAGE_LENGTH} />
          <span class="draft-state muted">{isEmpty() ? '' : 'Draft saved'}</span>
          <div class="composer-buttons">
            <Show when={canReopen()}>
              <Button
                icon="reopened"
                class="send-reopened"
                aria-disabled={isEmpty()}
                onClick={() => send('reopened')}
              >
                Send and reopen
              </Button>
            </Show>
            <ShortcutButton
              kind="primary"
              icon="send"
              aria-disabled={isEmpty()}
              shortcut="send"
              onClick={() => send()}
            >
              Send
            </ShortcutButton>
          </div>
        </div>
      </div>
    </section>
  );
}
