import { createSignal, lazy, Suspense } from 'solid-js';
import { Dialog } from './dialog.tsx';
import { useShortcut } from './shortcuts.ts';

const PaletteBody = lazy(async () => ({ default: (await import('./palette-body.tsx')).PaletteBody }));

/** Ctrl K: everything one can do here, everywhere one can go, and every ticket, by typing a bit of it. */
export function Palette() {
  const [open, setOpen] = createSignal(false);
  useShortcut('palette', () => setOpen(true));
  return (
    <Dialog open={open()} title="Command palette" shape="top" bare onClose={() => setOpen(false)}>
      <Suspense>
        <PaletteBody onClose={() => setOpen(false)} />
      </Suspense>
    </Dialog>
  );
}
