import { useNavigate } from '@solidjs/router';
import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from 'solid-js';
import { useClient } from '../../data/client-context.tsx';
import { statusLabel } from '../../features/tickets/status.tsx';
import { ticketPath } from '../../paths.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { ShortcutKeys } from '../../ui/shortcuts/shortcut-keys.tsx';
import { type Command, matchingCommands, rankTickets } from './match-commands.ts';
import { shortcutCommands } from './shortcut-commands.ts';

const PAUSE = 150;

/** What the palette offers for these words, chosen from by the keys of its field. */
export function CommandResults(props: { field: HTMLInputElement; words: string; onClose: () => void }) {
  const desk = useClient();
  const navigate = useNavigate();
  const [wanted, setWanted] = createSignal('');
  const [at, setAt] = createSignal(0);
  let results!: HTMLDivElement;

  const own = shortcutCommands();
  const search = createMemo(() => {
    const q = wanted().trim();
    return /^#?\d+$/.test(q) || q.length >= 2 ? q.replace(/^#/, '') : undefined;
  });
  const found = desk.list(() => ({
    filter: search() || desk.me.role === 'customer' ? {} : { assignee: 'me' as const },
    sort: 'updated',
    q: search(),
  }));
  const tickets = (): Command[] =>
    rankTickets(found.tickets, search() ?? '')
      .slice(0, search() ? 8 : 5)
      .map((ticket) => ({
        key: `t${ticket.id}`,
        label: ticket.subject,
        hint: `#${ticket.id} · ${statusLabel(ticket.status, desk.me.role)} · ${ticket.customer.name}`,
        icon: ticket.status,
        run: () => navigate(ticketPath(desk.me.role, ticket.id)),
      }));
  const shown = createMemo(() => [...matchingCommands(own, props.words), ...tickets()]);
  // Commands answer each letter; the server is asked when the fingers rest.
  createEffect(
    on(
      () => props.words,
      (typed) => {
        setAt(0);
        const timer = setTimeout(() => setWanted(typed), PAUSE);
        onCleanup(() => clearTimeout(timer));
      },
    ),
  );

  const run = (command: Command | undefined) => {
    if (!command) return;
    props.onClose();
    // The dialog gives the focus back first; then the command may move it on.
    setTimeout(command.run);
  };
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Enter' && !event.isComposing) run(shown()[at()]);
    if (!step) return;
    event.preventDefault();
    setAt((at() + step + shown().length) % Math.max(1, shown().length));
    results.children[at()]?.scrollIntoView({ block: 'nearest' });
  };
  onMount(() => {
    const { field } = props;
    field.addEventListener('keydown', keys);
    onCleanup(() => field.removeEventListener('keydown', keys));
  });
  createEffect(() => {
    if (shown().length > 0) props.field.setAttribute('aria-activedescendant', `palette-${at()}`);
    else props.field.removeAttribute('aria-activedescendant');
  });
  return (
    <>
      <div class="palette-results" id="palette-results" role="listbox" aria-label="Results" ref={results}>
        <For each={shown()}>
          {(command, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field; aria-activedescendant tells which
            // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the field does the same
            <div
              id={`palette-${index()}`}
              role="option"
              class="palette-item"
              aria-selected={index() === at()}
              onPointerMove={() => setAt(index())}
              onClick={() => run(command)}
            >
              <Icon name={command.icon as IconName} class={`status-icon ${command.icon}`} />
              <span class="truncate" dir="auto">
                {command.label}
              </span>
              <Show when={command.hint}>
                <span class="palette-hint truncate">{command.hint}</span>
              </Show>
              <Show when={command.shortcut}>{(name) => <ShortcutKeys of={name()} />}</Show>
            </div>
          )}
        </For>
      </div>
      <Show when={shown().length === 0}>
        <p class="palette-empty muted" role="status">
          {found.state === 'loading' ? 'Searching…' : 'Nothing found.'}
        </p>
      </Show>
    </>
  );
}
