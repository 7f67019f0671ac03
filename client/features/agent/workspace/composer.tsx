import { createEffect, createMemo, createSignal, on, Show } from 'solid-js';
import type { Status } from '../../../../shared/vocabulary.ts';
import { allowedStatuses, statusAfterAssign } from '../../../../shared/workflow.ts';
import { useClient } from '../../../data/client-context.ts';
import { useDrafts } from '../../../data/hooks/use-drafts.ts';
import { usePreferences } from '../../../data/preferences.ts';
import type { ClientTicket } from '../../../data/tickets/ticket-store.ts';
import { AutosizeTextarea } from '../../../ui/form/autosize-textarea.tsx';
import { isolate } from '../../../ui/isolate.ts';
import { ShortcutButton } from '../../../ui/shortcuts/shortcut-button.tsx';
import { type ShortcutName, useShortcut } from '../../../ui/shortcuts/shortcuts.ts';
import { OtherDrafts } from '../../thread/composer/other-drafts.tsx';
import { useTicketActions } from '../../tickets/ticket-actions.ts';
import { SendWithStatus } from './send-with-status.tsx';
import { VisibilityToggle } from './visibility-toggle.tsx';

/** The agent's composer. Incoming events never change its text, caret or mode. */
export function Composer(props: { ticket: ClientTicket; onSent: (internal: boolean) => void }) {
  const { preferences } = usePreferences();
  const client = useClient();
  const drafts = useDrafts();
  const actions = useTicketActions();
  const { id } = props.ticket;
  const [internal, setInternal] = createSignal(false);
  const [assignChecked, setAssignChecked] = createSignal(true);
  let isSending = false;
  const draft = createMemo(() => drafts.reply(id, internal()));
  let textarea: HTMLTextAreaElement | undefined;

  const offersAssignment = () => props.ticket.agent === null && !internal();
  const assignsOnSend = () => offersAssignment() && assignChecked();
  /** The status changes possible after sending; assigning a new ticket already moves it to in progress. */
  const nextStatuses = createMemo(() => {
    const from = assignsOnSend() ? statusAfterAssign(props.ticket.status) : props.ticket.status;
    return internal() ? [] : allowedStatuses(client.me.role, from);
  });
  const send = async (status?: Status) => {
    const text = draft().text();
    if (isSending || !text.trim() || (status && !nextStatuses().includes(status))) return;
    const isNote = internal();
    isSending = true;
    const assigned = assignsOnSend() ? await actions.assign(props.ticket) : 'done';
    isSending = false;
    // Offline, the ticket can be neither assigned nor moved, but the reply is queued in the outbox.
    if (assigned === 'refused' || (assigned === 'unreachable' && status)) return;
    client.outbox.send(id, { content: text, internal: isNote, status });
    const sentDraft = drafts.reply(id, isNote);
    // Text typed while the assignment was pending stays in the composer.
    sentDraft.write(
      sentDraft.text().startsWith(text) ? sentDraft.text().slice(text.length) : sentDraft.text(),
    );
    if (!sentDraft.text()) props.onSent(isNote);
  };
  const focusComposer = (note: boolean) => {
    setInternal(note);
    textarea?.focus();
  };
  useShortcut('reply', () => focusComposer(false));
  useShortcut('note', () => focusComposer(true));
  const whenComposerFocused = (name: ShortcutName, run: () => void) =>
    useShortcut(name, () => textarea && document.activeElement === textarea && run());
  whenComposerFocused('send', () => void send());
  whenComposerFocused('sendAndWait', () => void send('waiting_on_customer'));
  whenComposerFocused('sendAndResolve', () => void send('resolved'));

  const isEmpty = () => !draft().text().trim();
  return (
    <section class="composer" classList={{ note: internal() }} aria-label="Write">
      <div class="composer-top">
        <VisibilityToggle internal={internal()} onChoose={setInternal} onPick={() => textarea?.focus()} />
        <Show when={offersAssignment()}>
          <label class="check">
            <input
              type="checkbox"
              checked={assignChecked()}
              onChange={(event) => setAssignChecked(event.currentTarget.checked)}
            />
            Assign to me
          </label>
        </Show>
      </div>
      <AutosizeTextarea
        ref={(element) => (textarea = element)}
        label={internal() ? 'Internal note' : `Reply to ${isolate(props.ticket.customer.name)}`}
        placeholder={
          internal()
            ? 'A note for agents. Customers never see it.'
            : `Reply to ${isolate(firstName(props.ticket.customer.name))}…`
        }
        value={draft().text()}
        onInput={(text) => {
          draft().write(text);
          client.typing(id, internal());
        }}
        onSend={preferences().enterSends ? () => void send() : undefined}
      />
      <OtherDrafts draft={draft()} />
      <div class="composer-footer">
        <DraftState text={draft().text()} saved={draft().saved()} />
        <div class="composer-buttons">
          <SendWithStatus
            nextStatuses={nextStatuses()}
            empty={isEmpty()}
            onSend={(status) => void send(status)}
          />
          <ShortcutButton
            kind="primary"
            icon={internal() ? 'lock' : 'send'}
            aria-disabled={isEmpty()}
            shortcut="send"
            onClick={() => void send()}
          >
            {internal() ? 'Add note' : 'Send'}
          </ShortcutButton>
        </div>
      </div>
    </section>
  );
}

const SAVED_AFTER_MS = 1000;
const firstName = (name: string) => name.trim().split(/\s+/)[0] ?? name;

/** Shows that the draft is saved, one second after the last change. */
function DraftState(props: { text: string; saved: boolean | undefined }) {
  const [isDirty, setDirty] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  createEffect(
    on(
      () => props.text,
      () => {
        setDirty(true);
        clearTimeout(timer);
        timer = setTimeout(() => setDirty(false), SAVED_AFTER_MS);
      },
      { defer: true },
    ),
  );
  return <span class="draft-state muted">{props.saved && !isDirty() ? 'Draft saved' : ''}</span>;
}
