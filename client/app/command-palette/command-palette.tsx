import { createSignal, onMount, Suspense } from 'solid-js';
import { SignOutDialog } from '../../features/auth/sign-out-dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { lazyNamed } from '../../ui/lazy-named.ts';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { keyCombination } from '../../ui/shortcuts/key-sequence.ts';
import { SHORTCUTS, useShortcut } from '../../ui/shortcuts/shortcuts.ts';

const CommandResults = lazyNamed(() => import('./command-results.tsx'), 'CommandResults');

/** Ctrl+K: searches actions, pages and tickets. */
export function CommandPalette() {
  const [open, setOpen] = createSignal(false);
  const [isSigningOut, setSigningOut] = createSignal(false);
  const close = () => setOpen(false);
  useShortcut('palette', () => setOpen(true));
  return (
    <>
      <Dialog open={open()} title="Command palette" placement="top" hideTitle onClose={close}>
        <PaletteField onClose={close} onSignOut={() => setSigningOut(true)} />
      </Dialog>
      <SignOutDialog open={isSigningOut()} onClose={() => setSigningOut(false)} />
    </>
  );
}

/** Rendered immediately, to accept input while the code of the results loads. */
function PaletteField(props: { onClose: () => void; onSignOut: () => void }) {
  const [query, setQuery] = createSignal('');
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
          placeholder="Search actions, pages and tickets"
          value={query()}
          onInput={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            // The same keys close it; the global listener ignores keys under a dialog.
            if (keyCombination(event) !== SHORTCUTS.palette) return;
            event.preventDefault();
            props.onClose();
          }}
        />
      </div>
      <Suspense
        fallback={
          <div class="palette-panel">
            <div class="palette-results" id="palette-results" role="listbox" aria-label="Results" />
          </div>
        }
      >
        <CommandResults field={field} query={query()} onClose={props.onClose} onSignOut={props.onSignOut} />
      </Suspense>
      <p class="palette-footer" aria-hidden="true">
        <kbd class="hint">↑</kbd>
        <kbd class="hint">↓</kbd>
        <span>to choose</span>
        <kbd class="hint">↵</kbd>
        <span>to open</span>
        <kbd class="hint">Esc</kbd>
        <span>to close</span>
      </p>
    </div>
  );
}
