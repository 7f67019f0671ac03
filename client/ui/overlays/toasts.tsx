import { createContext, createSignal, For, onCleanup, type ParentProps, Show, useContext } from 'solid-js';
import { IconButton } from '../button.tsx';
import { useAnnouncer } from '../feedback/live-region.tsx';
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

/** Short messages about what an action did. */
export type Toasts = {
  /** Confirms an action, with Undo where possible. Not for changes that are visible in place. */
  show: (text: string, undo?: Toast['undo'], subject?: string) => void;
  /** Shows an error until the user closes it. */
  showError: (text: string) => void;
  /** Removes the toast about this subject; it no longer applies. */
  dismiss: (subject: string) => void;
};

const ToastsContext = createContext<Toasts>();

/** The toasts of the signed-in user. */
export function useToasts(): Toasts {
  const toasts = useContext(ToastsContext);
  if (!toasts) throw new Error('useToasts() needs a <ToastProvider> above it.');
  return toasts;
}

/** Provides toasts and renders them: bottom left above the page; at the top on a phone, clear of the Send button. */
export function ToastProvider(props: ParentProps) {
  const announce = useAnnouncer();
  const [toasts, setToasts] = createSignal<readonly Toast[]>([]);
  let lastId = 0;

  function add(toast: Omit<Toast, 'id'>): void {
    lastId += 1;
    const id = lastId;
    const replaces = (old: Toast) =>
      old.text === toast.text || (old.subject !== undefined && old.subject === toast.subject);
    setToasts((all) => [...all.filter((old) => !replaces(old)), { ...toast, id }].slice(-MAX_TOASTS));
  }

  const close = (id: number) => setToasts((all) => all.filter((toast) => toast.id !== id));
  const value: Toasts = {
    show: (text, undo, subject) => {
      add({ text, undo, subject, error: false });
      announce.polite(text);
    },
    showError: (text) => {
      add({ text, undo: undefined, subject: undefined, error: true });
      announce.assertive(text);
    },
    dismiss: (subject) => void setToasts((all) => all.filter((toast) => toast.subject !== subject)),
  };
  return (
    <ToastsContext.Provider value={value}>
      {props.children}
      <section class="toasts" aria-label="Notifications">
        <For each={toasts()}>{(toast) => <ToastCard toast={toast} onClose={() => close(toast.id)} />}</For>
      </section>
    </ToastsContext.Provider>
  );
}

function ToastCard(props: { toast: Toast; onClose: () => void }) {
  const announce = useAnnouncer();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const pause = () => clearTimeout(timer);
  const resume = () => {
    pause();
    if (!props.toast.error) timer = setTimeout(() => props.onClose(), TOAST_MS);
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
              props.onClose();
              if (await revert()) announce.polite('Undone');
            }}
          >
            Undo
          </button>
        )}
      </Show>
      <IconButton icon="close" label="Close message" onClick={() => props.onClose()} />
    </div>
  );
}
