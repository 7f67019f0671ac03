import { createSignal, Suspense } from 'solid-js';
import { lazyNamed } from '../../ui/lazy-named.ts';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { useShortcut } from '../../ui/shortcuts/shortcuts.ts';

const ShortcutsTable = lazyNamed(() => import('./shortcuts-table.tsx'), 'ShortcutsTable');

/** The list of shortcuts, opened with `?`. */
export function ShortcutsDialog() {
  const [open, setOpen] = createSignal(false);
  useShortcut('help', () => setOpen(true));
  return (
    <Dialog open={open()} title="Keyboard shortcuts" placement="wide" onClose={() => setOpen(false)}>
      <Suspense>
        <ShortcutsTable onLeave={() => setOpen(false)} />
      </Suspense>
    </Dialog>
  );
}
