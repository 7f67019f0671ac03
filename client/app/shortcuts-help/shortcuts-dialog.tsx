import { createSignal, Suspense } from 'solid-js';
import { lazily } from '../../ui/lazy-named.ts';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { useShortcut } from '../../ui/shortcuts/shortcuts.ts';

const HelpBody = lazily(() => import('./shortcuts-table.tsx'), 'HelpBody');

/** All shortcuts on one page, opened by `?`. */
export function HelpDialog() {
  const [open, setOpen] = createSignal(false);
  useShortcut('help', () => setOpen(true));
  return (
    <Dialog open={open()} title="Keyboard shortcuts" shape="wide" onClose={() => setOpen(false)}>
      <Suspense>
        <HelpBody />
      </Suspense>
    </Dialog>
  );
}
