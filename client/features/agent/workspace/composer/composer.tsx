import { createMemo, createSignal, createUniqueId, Show } from 'solid-js';
import { MAX_MESSAGE_LENGTH } from '../../../../../shared/vocabulary.ts';
import { statusAfterAssign } from '../../../../../shared/workflow.ts';
import { useClient } from '../../../../data/client-context.ts';
import { useDrafts } from '../../../../data/hooks/use-drafts.ts';
import { type Preferences, usePreferences } from '../../../../data/preferences.ts';
import type { Thread } from '../../../../data/thread/threads.ts';
import type { ClientTicket } from '../../../../data/tickets/ticket-store.ts';
import { LengthCount } from '../../../../ui/form/limited-textarea.tsx';
import { excessLength } from '../../../../ui/form/text-limit.ts';
import { isolate } from '../../../../ui/isolate.ts';
import { ShortcutButton } from '../../../../ui/shortcuts/shortcut-button.tsx';
import { type ShortcutName, useShortcut } from '../../../../ui/shortcuts/shortcuts.ts';
import { DraftState } from '../../../thread/composer/draft-state.tsx';
import { createExpansion } from '../../../thread/composer/expansion.ts';
import { FormatButtons } from '../../../thread/composer/format-buttons.tsx';
import { MessageField } from '../../../thread/composer/message-field.tsx';
import { OtherDrafts } from '../../../thread/composer/other-drafts.tsx';
import { createRepliedMeanwhile, RepliedMeanwhile } from '../../../thread/composer/replied-meanwhile.tsx';
import { useTicketActions } from '../../../tickets/ticket-actions.ts';
import { planSend } from './plan-send.ts';
import { SendButton, TARGET_STATUS } from './send-button.tsx';
import { VisibilityToggle } from './visibility-toggle.tsx';

/** The agent's composer. Incoming events never change its text, caret or mode. */
export function Composer(props: {
  ticket: ClientTicket;
  thread: Thread;
  onSent: (internal: boolean) => void;
}) {
  const { preferences } = usePreferences();
  const client = useClient();
  const drafts = useDrafts();
  const actions = useTicketActions();
  const { id } = props.ticket;
  const countId = createUniqueId();
  const [internal, setInternal] = createSignal(false);
  const [assignChecked, setAssignChecked] = createSignal(true);
  const [refusal, setRefusal] = createSignal<string>();
  let isSending = false;
  let section!: HTMLElement;
  let textarea: HTMLTextAreaElement | undefined;
  const draft = createMemo(() => drafts.reply(id, internal()));
  const isEmpty = () => !draft().text().trim();
  const isTooLong = () => excessLength(draft().text(), MAX_MESSAGE_LENGTH) > 0;
  const expansion = createExpansion(
    () => section,
    () => !isEmpty(),
  );
  const repliedMeanwhile = createRepliedMeanwhile(() => props.thread, id, drafts.reply(id, false).text);

  const offersAssignment = () => props.ticket.agent === null && !internal();
  const assignsOnSend = () => offersAssignment() && assignChecked();
  /** Assigning a new ticket already moves it to in progress. */
  const statusOnSend = () => (assignsOnSend() ? statusAfterAssign(props.ticket.status) : props.ticket.status);

  const send = async (action: Preferences['sendAction']) => {
    setRefusal(undefined);
    const text = draft().text();
    const isNote = internal();
    const target = TARGET_STATUS[action];
    if (isSending || !text.trim()) return;
    if (isTooLong()) return setRefusal('Not sent: shorten the marked end.');
    if (isNote && target)
      return setRefusal('A note cannot change the status. Add it, or write a public reply.');
    const plan = planSend(statusOnSend(), target);
    if (plan.refusal !== undefined) return setRefusal(plan.refusal);
    isSending = true;
    const assigned = assignsOnSend() ? await actions.assign(props.ticket) : 'done';
    const moved =
      plan.moveFirst && assigned === 'done'
        ? await actions.moveQuietly(props.ticket, plan.moveFirst)
        : 'done';
    isSending = false;
    // Offline, the ticket can be neither assigned nor moved, but the reply is queued in the outbox.
    if (moved !== 'done' || assigned === 'refused' || (assigned === 'unreachable' && plan.status)) return;
    client.outbox.send(id, { content: text, internal: isNote, status: plan.status });
    const sentDraft = drafts.reply(id, isNote);
    // Text typed while the assignment was pending stays in the composer.
    sentDraft.write(
      sentDraft.text().startsWith(text) ? sentDraft.text().slice(text.length) : sentDraft.text(),
    );
    if (!sentDraft.text()) props.onSent(isNote);
  };
  const sendFromButton = (action: Preferences['sendAction']) => {
    textarea?.focus();
    void send(action);
  };
  const choose = (note: boolean) => {
    setRefusal(undefined);
    setInternal(note);
  };
  const focusComposer = (note: boolean) => {
    choose(note);
    textarea?.focus();
  };
  useShortcut('reply', () => focusComposer(false));
  useShortcut('note', () => focusComposer(true));
  const whenComposerFocused = (name: ShortcutName & Preferences['sendAction']) =>
    useShortcut(name, () => section.contains(document.activeElement) && void send(name));
  whenComposerFocused('send');
  whenComposerFocused('sendAndWait');
  whenComposerFocused('sendAndResolve');

  return (
    <section
      ref={section}
      class="composer"
      classList={{ note: internal(), resting: !expansion.isExpanded() }}
      aria-label="Write"
      onFocusIn={expansion.onFocusIn}
      onFocusOut={expansion.onFocusOut}
    >
      <div class="composer-box">
        <MessageField
          ref={(element) => (textarea = element)}
          label={internal() ? 'Internal note' : `Reply to ${isolate(props.ticket.customer.name)}`}
          placeholder={
            internal()
              ? 'A note for agents. Customers never see it.'
              : `Reply to ${isolate(firstName(props.ticket.customer.name))}…`
          }
          value={draft().text()}
          countId={countId}
          onInput={(text) => {
            setRefusal(undefined);
            draft().write(text);
            client.typing(id, internal());
          }}
          onSend={preferences().enterSends ? () => void send('send') : undefined}
        />
        <OtherDrafts draft={draft()} />
        <div class="composer-status">
          <Show
            when={refusal()}
            fallback={<RepliedMeanwhile text={internal() ? undefined : repliedMeanwhile()} />}
          >
            <span class="composer-refusal" role="alert">
              {refusal()}
            </span>
          </Show>
          <LengthCount id={countId} text={draft().text()} max={MAX_MESSAGE_LENGTH} />
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
          <DraftState draft={draft()} />
        </div>
        <div class="composer-bar">
          <VisibilityToggle internal={internal()} onChoose={choose} onPick={() => textarea?.focus()} />
          <FormatButtons textarea={() => textarea} />
          <Show
            when={internal()}
            fallback={
              <SendButton from={statusOnSend()} disabled={isEmpty() || isTooLong()} onSend={sendFromButton} />
            }
          >
            <ShortcutButton
              kind="primary"
              icon="lock"
              aria-disabled={isEmpty() || isTooLong()}
              shortcut="send"
              onClick={() => sendFromButton('send')}
            >
              Add note
            </ShortcutButton>
          </Show>
        </div>
      </div>
    </section>
  );
}

const firstName = (name: string) => name.trim().split(/\s+/)[0] ?? name;
