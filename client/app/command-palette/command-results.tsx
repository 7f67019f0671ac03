import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from 'solid-js';
import { MAX_SEARCH_LENGTH } from '../../../shared/vocabulary.ts';
import { deepEqual } from '../../data/lib/deep-equal.ts';
import { PriorityBars } from '../../features/tickets/priority.tsx';
import { Icon } from '../../ui/icon.tsx';
import { isolate } from '../../ui/isolate.ts';
import { isComposing } from '../../ui/shortcuts/is-composing.ts';
import { ShortcutKeys } from '../../ui/shortcuts/shortcut-keys.tsx';
import { HighlightedText } from '../../ui/text/highlighted-text.tsx';
import { generalCommands } from './general-commands.ts';
import { type Command, matchingCommands } from './match-commands.ts';
import { createTicketCommands } from './ticket-commands.ts';
import { createTicketResults } from './ticket-results.ts';

const isTooLong = (query: string) => query.trim().length > MAX_SEARCH_LENGTH;

/** The commands and tickets that match the query. The keys of the input field move the selection. */
export function CommandResults(props: {
  field: HTMLInputElement;
  query: string;
  onClose: () => void;
  onSignOut: () => void;
}) {
  /** The key of the chosen result: it stays selected when results arrive before it. */
  const [chosen, setChosen] = createSignal<string>();
  let list!: HTMLDivElement;

  const ticketCommands = createTicketCommands();
  const commands = [...ticketCommands(), ...generalCommands(props.onSignOut)];
  const tickets = createTicketResults(() => props.query);
  const results = createMemo(() => [...matchingCommands(commands, props.query), ...tickets.commands()]);
  const selected = createMemo(() =>
    Math.max(
      0,
      results().findIndex(({ key }) => key === chosen()),
    ),
  );
  /** With a query, commands are one list in the order of their rank; the best is first, whatever its group. */
  const sections = createMemo(() =>
    Map.groupBy(results(), ({ group }) => (props.query.trim() && group !== 'Tickets' ? 'Actions' : group)),
  );
  const titles = createMemo(() => [...sections().keys()], [], { equals: deepEqual });
  const isSearching = () => tickets.isSearching() && tickets.searchedText() === undefined;
  const emptyMessage = () => {
    if (isTooLong(props.query)) return `Search for at most ${MAX_SEARCH_LENGTH} characters.`;
    if (isSearching()) return 'Searching…';
    return `Nothing matches “${isolate(tickets.searchedText() ?? props.query.trim())}”. Try another word or a ticket number.`;
  };
  createEffect(
    on(
      () => props.query,
      () => {
        setChosen(undefined);
        list.scrollTop = 0;
      },
    ),
  );

  const run = (command: Command | undefined) => {
    if (!command) return;
    if (command.staysOpen) {
      command.run();
      return;
    }
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
    setChosen(results()[(selected() + step + results().length) % Math.max(1, results().length)]?.key);
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
    <div class="palette-panel">
      <div class="palette-results" id="palette-results" role="listbox" aria-label="Results" ref={list}>
        <For each={titles()}>
          {(title) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a listbox
            <div role="group" aria-label={title}>
              <p class="palette-group" aria-hidden="true">
                {title}
              </p>
              <For each={sections().get(title)}>
                {(command) => (
                  // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field; aria-activedescendant marks the selected option
                  // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the field does the same
                  <div
                    id={`palette-${results().indexOf(command)}`}
                    role="option"
                    class="palette-item"
                    aria-selected={command === results()[selected()]}
                    onPointerMove={() => setChosen(command.key)}
                    onClick={() => run(command)}
                  >
                    <CommandIcon command={command} />
                    <span class="palette-text">
                      <span class="truncate" dir="auto">
                        <HighlightedText
                          parts={command.labelParts ?? [{ text: command.label, hit: false }]}
                        />
                      </span>
                      <Show when={command.snippet}>
                        {(parts) => (
                          <span class="palette-snippet truncate" dir="auto">
                            <HighlightedText parts={parts()} />
                          </span>
                        )}
                      </Show>
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
        <p class="palette-empty muted" classList={{ searching: isSearching() }} role="status">
          {emptyMessage()}
        </p>
      </Show>
    </div>
  );
}

function CommandIcon(props: { command: Command }) {
  const { icon, group } = props.command;
  if (icon === 'low' || icon === 'medium' || icon === 'high') return <PriorityBars priority={icon} />;
  return <Icon name={icon} class={group === 'Go to' ? '' : `status-icon ${icon}`} />;
}
