import { useNavigate } from '@solidjs/router';
import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from 'solid-js';
import { useClient } from '../../data/client-context.ts';
import { statusLabel } from '../../features/tickets/status.tsx';
import { ticketPath } from '../../paths.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { isolate } from '../../ui/isolate.ts';
import { isComposing } from '../../ui/shortcuts/is-composing.ts';
import { ShortcutKeys } from '../../ui/shortcuts/shortcut-keys.tsx';
import { type Command, matchingCommands, rankTickets } from './match-commands.ts';
import { shortcutCommands } from './shortcut-commands.ts';

const SEARCH_DEBOUNCE_MS = 150;
const MIN_QUERY_LENGTH = 2;
const MAX_FOUND = 8;
const MAX_RECENT = 5;

/** The commands and tickets that match the query. The keys of the input field move the selection. */
export function CommandResults(props: { field: HTMLInputElement; query: string; onClose: () => void }) {
  const client = useClient();
  const navigate = useNavigate();
  const [debouncedQuery, setDebouncedQuery] = createSignal('');
  const [selected, setSelected] = createSignal(0);
  let listbox!: HTMLDivElement;

  const commands = shortcutCommands();
  const search = createMemo(() => {
    const q = debouncedQuery().trim();
    return /^#?\d+$/.test(q) || q.length >= MIN_QUERY_LENGTH ? q.replace(/^#/, '') : undefined;
  });
  const ticketList = client.list(() => ({
    filter: search() || client.me.role === 'customer' ? {} : { assignee: 'me' as const },
    sort: 'updated',
    q: search(),
  }));
  const ticketCommands = (): Command[] =>
    rankTickets(ticketList.tickets, search() ?? '')
      .slice(0, search() ? MAX_FOUND : MAX_RECENT)
      .map((ticket) => ({
        key: `t${ticket.id}`,
        label: ticket.subject,
        hint: `#${ticket.id} · ${statusLabel(ticket.status, client.me.role)} · ${isolate(ticket.customer.name)}`,
        icon: ticket.status,
        run: () => navigate(ticketPath(client.me.role, ticket.id)),
      }));
  const results = createMemo(() => [...matchingCommands(commands, props.query), ...ticketCommands()]);
  // Commands filter on each key; the server search is debounced.
  createEffect(
    on(
      () => props.query,
      (query) => {
        setSelected(0);
        const timer = setTimeout(() => setDebouncedQuery(query), SEARCH_DEBOUNCE_MS);
        onCleanup(() => clearTimeout(timer));
      },
    ),
  );

  const run = (command: Command | undefined) => {
    if (!command) return;
    props.onClose();
    // After the dialog has restored the focus: the command may move it.
    setTimeout(command.run);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Enter') run(results()[selected()]);
    if (!step) return;
    event.preventDefault();
    setSelected((selected() + step + results().length) % Math.max(1, results().length));
    listbox.children[selected()]?.scrollIntoView({ block: 'nearest' });
  };
  onMount(() => {
    const { field } = props;
    field.addEventListener('keydown', onKeyDown);
    onCleanup(() => field.removeEventListener('keydown', onKeyDown));
  });
  createEffect(() => {
    if (results().length > 0) props.field.setAttribute('aria-activedescendant', `palette-${selected()}`);
    else props.field.removeAttribute('aria-activedescendant');
  });
  return (
    <>
      <div class="palette-results" id="palette-results" role="listbox" aria-label="Results" ref={listbox}>
        <For each={results()}>
          {(command, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field; aria-activedescendant marks the selected option
            // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the field does the same
            <div
              id={`palette-${index()}`}
              role="option"
              class="palette-item"
              aria-selected={index() === selected()}
              onPointerMove={() => setSelected(index())}
              onClick={() => run(command)}
            >
              <Icon name={command.icon as IconName} class={`status-icon ${command.icon}`} />
              <span class="truncate" dir="auto">
                {command.label}
              </span>
              <Show when={command.hint}>
                <span class="palette-hint truncate">{command.hint}</span>
              </Show>
              <Show when={command.shortcut}>{(name) => <ShortcutKeys shortcut={name()} />}</Show>
            </div>
          )}
        </For>
      </div>
      <Show when={results().length === 0}>
        <p class="palette-empty muted" role="status">
          {ticketList.state === 'loading' ? 'Searching…' : 'No results.'}
        </p>
      </Show>
    </>
  );
}
