import { createSignal, Suspense } from 'solid-js';
import { Dialog } from './dialog.tsx';
import { lazily } from './lazily.ts';
import { useShortcut } from './shortcuts.ts';

const HelpBody = lazily(() => import('./help-body.tsx'), 'HelpBody');

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
