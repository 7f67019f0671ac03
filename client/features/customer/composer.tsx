import { createSignal, Show } from 'solid-js';
import type { Status } from '../../../shared/vocabulary.ts';
import { allowedStatuses } from '../../../shared/workflow.ts';
import { useClient } from '../../data/client-context.ts';
import type { Client } from '../../data/create-client.ts';
import { useCommands } from '../../data/hooks/use-commands.ts';
import { useDrafts } from '../../data/hooks/use-drafts.ts';
import { usePreferences } from '../../data/preferences.ts';
import type { ClientTicket } from '../../data/tickets/ticket-store.ts';
import { Button } from '../../ui/button.tsx';
import { AutosizeTextarea } from '../../ui/form/autosize-textarea.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useToasts } from '../../ui/overlays/toasts.tsx';
import { ShortcutButton } from '../../ui/shortcuts/shortcut-button.tsx';
import { useShortcut } from '../../ui/shortcuts/shortcuts.ts';
import { OtherDrafts } from '../thread/composer/other-drafts.tsx';
import { actionErrorMessage } from '../tickets/action-error-message.ts';

/** Whether this user may reopen the ticket: its customer, while it is resolved. */
const canReopen = (client: Client, ticket: ClientTicket): boolean =>
  allowedStatuses(client.me.role, ticket.status).includes('reopened');

/** The customer's composer. On a resolved ticket, Send keeps it resolved and a second button sends and reopens. */
export function CustomerComposer(props: { ticket: ClientTicket }) {
  const { preferences } = usePreferences();
  const client = useClient();
  const draft = useDrafts().reply(props.ticket.id, false);
  let textarea: HTMLTextAreaElement | undefined;
  const isSolved = () => canReopen(client, props.ticket);
  const isEmpty = () => !draft.text().trim();
  const send = (status?: Status) => {
    if (isEmpty()) return;
    client.outbox.send(props.ticket.id, { content: draft.text(), internal: false, status });
    draft.clear();
    textarea?.focus();
  };
  useShortcut('reply', () => textarea?.focus());
  useShortcut('send', () => document.activeElement === textarea && send());
  return (
    <section class="composer" aria-label="Write">
      <Show when={props.ticket.status === 'waiting_on_customer'}>
        <p class="banner waiting">
          <Icon name="waiting_on_customer" />
          <strong>We need your answer</strong> to go on.
        </p>
      </Show>
      <Show when={isSolved()}>
        <ReopenBanner ticket={props.ticket} />
      </Show>
      <AutosizeTextarea
        ref={(element) => (textarea = element)}
        label="Your reply"
        placeholder={isSolved() ? 'Say thanks, or describe what is still wrong…' : 'Write a reply…'}
        value={draft.text()}
        onInput={(text) => {
          draft.write(text);
          client.typing(props.ticket.id, false);
        }}
        onSend={preferences().enterSends ? () => send() : undefined}
      />
      <OtherDrafts draft={draft} />
      <div class="composer-footer">
        <span class="draft-state muted">{draft.saved() ? 'Draft saved' : ''}</span>
        <div class="composer-buttons">
          <Show when={isSolved()}>
            <Button icon="reopened" aria-disabled={isEmpty()} onClick={() => send('reopened')}>
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
    </section>
  );
}

function ReopenBanner(props: { ticket: ClientTicket }) {
  const toasts = useToasts();
  const commands = useCommands();
  const [busy, setBusy] = createSignal(false);
  const reopen = async () => {
    setBusy(true);
    try {
      await commands.changeStatus(props.ticket.id, 'reopened');
      // The banner with the focused button is removed, so move the focus to the heading.
      document.querySelector<HTMLElement>('#main h1')?.focus();
    } catch (error) {
      toasts.showError(`The ticket was not reopened. ${actionErrorMessage(error)}`);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="banner resolved">
      <Icon name="resolved" />
      <span>
        <strong>Solved.</strong> Still a problem?
      </span>
      <Button small busy={busy()} onClick={() => void reopen()}>
        Reopen
      </Button>
    </div>
  );
}
