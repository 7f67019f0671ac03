import { createSignal, Show } from 'solid-js';
import type { Status } from '../../../shared/vocabulary.ts';
import { allowedStatuses } from '../../../shared/workflow.ts';
import { useClient } from '../../data/client-context.tsx';
import type { Client } from '../../data/create-client.ts';
import { useCommands } from '../../data/hooks/use-commands.ts';
import { useDrafts } from '../../data/hooks/use-drafts.ts';
import { preferences } from '../../data/preferences.ts';
import type { ClientTicket } from '../../data/tickets/ticket-store.ts';
import { Button } from '../../ui/button.tsx';
import { AutosizeTextarea } from '../../ui/form/autosize-textarea.tsx';
import { Icon } from '../../ui/icon.tsx';
import { toastError } from '../../ui/overlays/toasts.tsx';
import { ShortcutButton } from '../../ui/shortcuts/shortcut-button.tsx';
import { useShortcut } from '../../ui/shortcuts/shortcuts.ts';
import { actionErrorMessage } from '../tickets/action-error-message.ts';

/** May this person reopen the ticket? Only its customer, and only when it is solved. */
const mayReopen = (client: Client, ticket: ClientTicket): boolean =>
  allowedStatuses(client.me.role, ticket.status).includes('reopened');

/** Where a customer answers. A solved ticket asks first whether anything is still wrong: a thank-you reopens nothing. */
export function CustomerComposer(props: { ticket: ClientTicket }) {
  const client = useClient();
  const draft = useDrafts().reply(props.ticket.id, false);
  let box: HTMLTextAreaElement | undefined;
  const solved = () => mayReopen(client, props.ticket);
  const empty = () => !draft.text().trim();
  const send = (status?: Status) => {
    if (empty()) return;
    client.outbox.send(props.ticket.id, { content: draft.text(), internal: false, status });
    draft.clear();
    box?.focus();
  };
  useShortcut('reply', () => box?.focus());
  useShortcut('send', () => document.activeElement === box && send());
  return (
    <section class="composer" aria-label="Write">
      <Show when={props.ticket.status === 'waiting_on_customer'}>
        <p class="banner waiting">
          <Icon name="waiting_on_customer" />
          <strong>We need your answer</strong> to go on.
        </p>
      </Show>
      <Show when={solved()}>
        <ReopenBanner ticket={props.ticket} />
      </Show>
      <AutosizeTextarea
        ref={(element) => (box = element)}
        label="Your reply"
        placeholder={solved() ? 'Say thanks, or what is still wrong…' : 'Write a reply…'}
        value={draft.text()}
        onInput={(text) => {
          draft.write(text);
          client.typing(props.ticket.id, false);
        }}
        onSend={preferences().enterSends ? () => send() : undefined}
      />
      <div class="composer-footer">
        <span class="draft-state muted">{empty() ? '' : 'Draft saved'}</span>
        <div class="composer-buttons">
          <Show when={solved()}>
            <Button icon="reopened" aria-disabled={empty()} onClick={() => send('reopened')}>
              Send and reopen
            </Button>
          </Show>
          <ShortcutButton
            kind="primary"
            icon="send"
            aria-disabled={empty()}
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
  const commands = useCommands();
  const [busy, setBusy] = createSignal(false);
  const reopen = async () => {
    setBusy(true);
    try {
      await commands.changeStatus(props.ticket.id, 'reopened');
      // The question goes, and the focus must not go with it into nowhere.
      document.querySelector<HTMLElement>('#main h1')?.focus();
    } catch (failure) {
      toastError(`Not reopened: ${actionErrorMessage(failure)}`);
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
