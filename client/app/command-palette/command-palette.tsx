import { createSignal, onMount, Suspense } from 'solid-js';
import { Icon } from '../../ui/icon.tsx';
import { lazyNamed } from '../../ui/lazy-named.ts';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { useShortcut } from '../../ui/shortcuts/shortcuts.ts';

const CommandResults = lazyNamed(() => import('./command-results.tsx'), 'CommandResults');

/** Ctrl K: everything one can do here, everywhere one can go, and every ticket, by typing a bit of it. */
export function CommandPalette() {
  const [open, setOpen] = createSignal(false);
  const close = () => setOpen(false);
  useShortcut('palette', () => setOpen(true));
  return (
    <Dialog open={open()} title="Command palette" placement="top" hideTitle onClose={close}>
      <PaletteField onClose={close} />
    </Dialog>
  );
}

/** The field is there at once, so that no letter typed after Ctrl K is lost; what it searches follows. */
function PaletteField(props: { onClose: () => void }) {
  const [words, setWords] = createSignal('');
  let field!: HTMLInputElement;
  onMount(() => field.focus());
  return (
    <div class="palette">
      <div class="search">
        <Icon name="search" />
        <input
          class="input"
          type="text"
          role="combobox"
          aria-label="Search commands and tickets"
          aria-expanded="true"
          aria-controls="palette-results"
          aria-autocomplete="list"
          autocomplete="off"
          ref={field}
          placeholder="Do, go to, or find a ticket"
          value={words()}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
      </div>
      <Suspense
        fallback={<div class="palette-results" id="palette-results" role="listbox" aria-label="Results" />}
      >
        <CommandResults field={field} words={words()} onClose={props.onClose} />
      </Suspense>
    </div>
  );
}
