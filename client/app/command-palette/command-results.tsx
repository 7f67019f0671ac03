import { useNavigate } from '@solidjs/router';
import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from 'solid-js';
import { useClient } from '../../data/client-context.ts';
import { PriorityBars } from '../../features/tickets/priority.tsx';
import { statusLabel } from '../../features/tickets/status.tsx';
import { ticketPath } from '../../paths.ts';
import { Icon } from '../../ui/icon.tsx';
import { isolate } from '../../ui/isolate.ts';
import { isComposing } from '../../ui/shortcuts/is-composing.ts';
import { ShortcutKeys } from '../../ui/shortcuts/shortcut-keys.tsx';
import { generalCommands } from './general-commands.ts';
import { type Command, GROUPS, matchingCommands, rankTickets } from './match-commands.ts';
import { createTicketCommands } from './ticket-commands.ts';

const SEARCH_DEBOUNCE_MS = 150;
const MIN_QUERY_LENGTH = 2;
const MAX_FOUND = 8;
const MAX_RECENT = 5;

/** The commands and tickets that match the query. The keys of the input field move the selection. */
export function CommandResults(props: {
  field: HTMLInputElement;
  query: string;
  onClose: () => void;
  onSignOut: () => void;
}) {
  const client = useClient();
  const navigate = useNavigate();
  const [debouncedQuery, setDebouncedQuery] = createSignal('');
  const [selected, setSelected] = createSignal(0);
  let list!: HTMLDivElement;

  const ticketCommands = createTicketCommands();
  const commands = [...ticketCommands(), ...generalCommands(props.onSignOut)];
  const search = createMemo(() => {
    const q = debouncedQuery().trim();
    return /^#?\d+$/.test(q) || q.length >= MIN_QUERY_LENGTH ? q.replace(/^#/, '') : undefined;
  });
  const ticketList = client.list(() => ({
    filter: search() || client.me.role === 'customer' ? {} : { assignee: 'me' as const },
    sort: 'updated',
    q: search(),
  }));
  const tickets = (): Command[] => {
    // Without a query: the last active tickets.
    if (search() === undefined && props.query.trim()) return [];
    return rankTickets(ticketList.tickets, search() ?? '')
      .slice(0, search() ? MAX_FOUND : MAX_RECENT)
      .map((ticket) => ({
        key: `ticket ${ticket.id}`,
        group: 'Tickets',
        label: ticket.subject,
        hint: `#${ticket.id} · ${statusLabel(ticket.status, client.me.role)} · ${isolate(ticket.customer.name)}`,
        icon: ticket.status,
        run: () => navigate(ticketPath(client.me.role, ticket.id)),
      }));
  };
  const results = createMemo(() => [...matchingCommands(commands, props.query), ...tickets()]);
  /** With a query, commands are one list in the order of their rank; the best is first, whatever its group. */
  const sections = createMemo(() => {
    const indexed = results().map((command, index) => ({ command, index }));
    const sectionOf = ({ group }: Command) => (props.query.trim() && group !== 'Tickets' ? 'Actions' : group);
    return [...GROUPS, 'Actions' as const]
      .map((title) => ({ title, items: indexed.filter(({ command }) => sectionOf(command) === title) }))
      .filter(({ items }) => items.length > 0)
      .sort((a, b) => (a.items[0]?.index ?? 0) - (b.items[0]?.index ?? 0));
  });
  // Commands filter on each key; the server search is debounced.
  createEffect(
    on(
      () => props.query,
      (query) => {
        setSelected(0);
        list.scrollTop = 0;
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
    if (selected() === 0) list.scrollTop = 0;
    else list.querySelector(`#palette-${selected()}`)?.scrollIntoView({ block: 'nearest' });
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
      <div class="palette-results" id="palette-results" role="listbox" aria-label="Results" ref={list}>
        <For each={sections()}>
          {({ title, items }) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a listbox
            <div role="group" aria-label={title}>
              <p class="palette-group" aria-hidden="true">
                {title}
              </p>
              <For each={items}>
                {({ command, index }) => (
                  // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field; aria-activedescendant marks the selected option
                  // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the field does the same
                  <div
                    id={`palette-${index}`}
                    role="option"
                    class="palette-item"
                    aria-selected={index === selected()}
                    onPointerMove={() => setSelected(index)}
                    onClick={() => run(command)}
                  >
                    <CommandIcon command={command} />
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
          )}
        </For>
      </div>
      <Show when={results().length === 0}>
        <p class="palette-empty muted" role="status">
          {ticketList.state === 'loading' ? 'Searching…' : 'No results. Try another word or a ticket number.'}
        </p>
      </Show>
    </>
  );
}

function CommandIcon(props: { command: Command }) {
  const { icon, group } = props.command;
  if (icon === 'low' || icon === 'medium' || icon === 'high') return <PriorityBars priority={icon} />;
  return <Icon name={icon} class={group === 'Go to' ? '' : `status-icon ${icon}`} />;
}
