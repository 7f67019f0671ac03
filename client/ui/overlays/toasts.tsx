import { createSignal, For, onCleanup, Show } from 'solid-js';
import { IconButton } from '../button.tsx';
import { announceAssertive, announcePolite, clearAnnouncements } from '../feedback/live-region.tsx';
import { Icon } from '../icon.tsx';

type Toast = {
  id: number;
  text: string;
  error: boolean;
  /** Says whether it was undone. */
  undo: (() => Promise<boolean> | boolean) | undefined;
  /** What it tells of: what is told of the same thing later takes its place, as its way back leads nowhere any more. */
  subject: string | undefined;
};

const MOST = 3;
const LIFE = 6000;
const [toasts, setToasts] = createSignal<readonly Toast[]>([]);
let made = 0;

/** Says what happened, with a way back where there is one. Not for what can be seen in place. */
export function toast(text: string, undo?: Toast['undo'], subject?: string): void {
  show({ text, undo, subject: subject, error: false });
  announcePolite(text);
}

/** Takes away what was said about this: it is not so any more. */
export const dismissToast = (subject: string): void =>
  void setToasts((all) => all.filter((toast) => toast.subject !== subject));

/** Says what went wrong; stays until it is closed. */
export function toastError(text: string): void {
  show({ text, undo: undefined, subject: undefined, error: true });
  announceAssertive(text);
}

/** Takes all away, shown and spoken: the next person must not read the last one's. */
export function clearToasts(): void {
  setToasts([]);
  clearAnnouncements();
}

function show(toast: Omit<Toast, 'id'>): void {
  made += 1;
  const id = made;
  const replaces = (old: Toast) =>
    old.text === toast.text || (old.subject !== undefined && old.subject === toast.subject);
  setToasts((all) => [...all.filter((old) => !replaces(old)), { ...toast, id }].slice(-MOST));
}

const close = (id: number) => setToasts((all) => all.filter((toast) => toast.id !== id));

/** Where toasts appear: above everything, below on the left; on a phone above, where nothing is sent from. */
export function Toasts() {
  return (
    <section class="toasts" aria-label="Messages">
      <For each={toasts()}>{(toast) => <ToastCard toast={toast} />}</For>
    </section>
  );
}

function ToastCard(props: { toast: Toast }) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const pause = () => clearTimeout(timer);
  const resume = () => {
    pause();
    if (!props.toast.error) timer = setTimeout(() => close(props.toast.id), LIFE);
  };
  resume();
  onCleanup(pause);
  return (
    <div
      class="toast"
      classList={{ error: props.toast.error }}
      onPointerEnter={pause}
      onPointerLeave={resume}
      onFocusIn={pause}
      onFocusOut={resume}
    >
      <Show when={props.toast.error}>
        <Icon name="warning" />
      </Show>
      <p>{props.toast.text}</p>
      <Show when={props.toast.undo}>
        {(undo) => (
          <button
            type="button"
            class="toast-undo"
            onClick={async () => {
              const back = undo();
              close(props.toast.id);
              if (await back()) announcePolite('Undone');
            }}
          >
            Undo
          </button>
        )}
      </Show>
      <IconButton icon="close" label="Close message" onClick={() => close(props.toast.id)} />
    </div>
  );
}
