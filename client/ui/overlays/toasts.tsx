import { createSignal, For, onCleanup, Show } from 'solid-js';
import { IconButton } from '../button.tsx';
import { announceAssertive, announcePolite, clearAnnouncements } from '../feedback/live-region.tsx';
import { Icon } from '../icon.tsx';

type Toast = {
  id: number;
  text: string;
  error: boolean;
  /** Reverts the action; false when that failed. */
  undo: (() => Promise<boolean> | boolean) | undefined;
  /** A newer toast with the same subject replaces this one, because its Undo no longer applies. */
  subject: string | undefined;
};

const MAX_TOASTS = 3;
const TOAST_MS = 6000;
const [toasts, setToasts] = createSignal<readonly Toast[]>([]);
let lastId = 0;

/** Confirms an action, with Undo where possible. Not for changes that are visible in place. */
export function toast(text: string, undo?: Toast['undo'], subject?: string): void {
  show({ text, undo, subject, error: false });
  announcePolite(text);
}

/** Removes the toast about this subject; it no longer applies. */
export const dismissToast = (subject: string): void =>
  void setToasts((all) => all.filter((toast) => toast.subject !== subject));

/** Shows an error until the user closes it. */
export function toastError(text: string): void {
  show({ text, undo: undefined, subject: undefined, error: true });
  announceAssertive(text);
}

/** Removes all toasts and announcements; the next user must not receive them. */
export function clearToasts(): void {
  setToasts([]);
  clearAnnouncements();
}

function show(toast: Omit<Toast, 'id'>): void {
  lastId += 1;
  const id = lastId;
  const replaces = (old: Toast) =>
    old.text === toast.text || (old.subject !== undefined && old.subject === toast.subject);
  setToasts((all) => [...all.filter((old) => !replaces(old)), { ...toast, id }].slice(-MAX_TOASTS));
}

const close = (id: number) => setToasts((all) => all.filter((toast) => toast.id !== id));

/** The list of toasts: bottom left above the page; at the top on a phone, clear of the Send button. */
export function Toasts() {
  return (
    <section class="toasts" aria-label="Notifications">
      <For each={toasts()}>{(toast) => <ToastCard toast={toast} />}</For>
    </section>
  );
}

function ToastCard(props: { toast: Toast }) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const pause = () => clearTimeout(timer);
  const resume = () => {
    pause();
    if (!props.toast.error) timer = setTimeout(() => close(props.toast.id), TOAST_MS);
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
              const revert = undo();
              close(props.toast.id);
              if (await revert()) announcePolite('Undone');
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
