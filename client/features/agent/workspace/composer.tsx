import { createEffect, createMemo, createSignal, on, Show } from 'solid-js';
import type { Status } from '../../../../shared/vocabulary.ts';
import { allowedStatuses, statusAfterAssign } from '../../../../shared/workflow.ts';
import { useClient } from '../../../data/client-context.tsx';
import { useDrafts } from '../../../data/hooks/use-drafts.ts';
import { preferences } from '../../../data/preferences.ts';
import type { ClientTicket } from '../../../data/tickets/ticket-store.ts';
import { AutosizeTextarea } from '../../../ui/form/autosize-textarea.tsx';
import { ShortcutButton } from '../../../ui/shortcuts/shortcut-button.tsx';
import { type ShortcutName, useShortcut } from '../../../ui/shortcuts/shortcuts.ts';
import { useTicketActions } from '../../tickets/ticket-actions.ts';
import { SendWithStatus } from './send-with-status.tsx';
import { VisibilityToggle } from './visibility-toggle.tsx';

/** Where an agent writes. Nothing that arrives touches text, caret or mode; only the agent does. */
export function Composer(props: { ticket: ClientTicket; onSent: (internal: boolean) => void }) {
  const client = useClient();
  const drafts = useDrafts();
  const actions = useTicketActions();
  const { id } = props.ticket;
  const [internal, setInternal] = createSignal(false);
  const [taking, setTaking] = createSignal(true);
  let sending = false;
  const draft = createMemo(() => drafts.reply(id, internal()));
  let box: HTMLTextAreaElement | undefined;

  const offersToTake = () => props.ticket.agent === null && !internal();
  const assignsOnSend = () => offersToTake() && taking();
  /** The moves that would be possible once it is sent: taking a new ticket begins the work on it. */
  const moves = createMemo(() => {
    const from = assignsOnSend() ? statusAfterAssign(props.ticket.status) : props.ticket.status;
    return internal() ? [] : allowedStatuses(client.me.role, from);
  });
  const send = async (status?: Status) => {
    const text = draft().text();
    if (sending || !text.trim() || (status && !moves().includes(status))) return;
    const note = internal();
    sending = true;
    const taken = assignsOnSend() ? await actions.assign(props.ticket) : 'done';
    sending = false;
    // Without network nobody can be given the ticket, nor it be moved, but what was written goes out later, as on any ticket.
    if (taken === 'refused' || (taken === 'unreachable' && status)) return;
    client.outbox.send(id, { content: text, internal: note, status });
    const sent = drafts.reply(id, note);
    // What was typed on while the ticket was being taken is the next one's.
    sent.write(sent.text().startsWith(text) ? sent.text().slice(text.length) : sent.text());
    if (!sent.text()) props.onSent(note);
  };
  const write = (note: boolean) => {
    setInternal(note);
    box?.focus();
  };
  useShortcut('reply', () => write(false));
  useShortcut('note', () => write(true));
  const whenComposerFocused = (name: ShortcutName, run: () => void) =>
    useShortcut(name, () => box && document.activeElement === box && run());
  whenComposerFocused('send', () => void send());
  whenComposerFocused('sendAndWait', () => void send('waiting_on_customer'));
  whenComposerFocused('sendAndResolve', () => void send('resolved'));

  const empty = () => !draft().text().trim();
  return (
    <section class="composer" classList={{ note: internal() }} aria-label="Write">
      <div class="composer-top">
        <VisibilityToggle internal={internal()} onChoose={setInternal} onPick={() => box?.focus()} />
        <Show when={offersToTake()}>
          <label class="check">
            <input
              type="checkbox"
              checked={taking()}
              onChange={(event) => setTaking(event.currentTarget.checked)}
            />
            Assign to me
          </label>
        </Show>
      </div>
      <AutosizeTextarea
        ref={(element) => (box = element)}
        label={internal() ? 'Internal note' : `Reply to ${props.ticket.customer.name}`}
        placeholder={
          internal()
            ? 'A note for agents. Customers never see it.'
            : `Reply to ${firstName(props.ticket.customer.name)}…`
        }
        value={draft().text()}
        onInput={(text) => {
          draft().write(text);
          client.typing(id, internal());
        }}
        onSend={preferences().enterSends ? () => void send() : undefined}
      />
      <div class="composer-footer">
        <DraftState text={draft().text()} />
        <div class="composer-buttons">
          <SendWithStatus moves={moves()} empty={empty()} onSend={(status) => void send(status)} />
          <ShortcutButton
            kind="primary"
            icon={internal() ? 'lock' : 'send'}
            aria-disabled={empty()}
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

const firstName = (name: string) => name.trim().split(/\s+/)[0] ?? name;

/** Says that nothing is lost: drafts keep themselves. */
function DraftState(props: { text: string }) {
  const [dirty, setDirty] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  createEffect(
    on(
      () => props.text,
      () => {
        setDirty(true);
        clearTimeout(timer);
        timer = setTimeout(() => setDirty(false), 1000);
      },
      { defer: true },
    ),
  );
  return <span class="draft-state muted">{props.text.trim() && !dirty() ? 'Draft saved' : ''}</span>;
}
