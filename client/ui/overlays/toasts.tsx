import {
  createContext,
  createSignal,
  For,
  type JSX,
  onCleanup,
  onMount,
  type ParentProps,
  Show,
  useContext,
} from 'solid-js';
import { IconButton } from '../button.tsx';
import { useAnnouncer } from '../feedback/live-region.tsx';
import { Icon } from '../icon.tsx';

/** `refusal`: what the user asked for is not possible now; nothing is broken. */
type Kind = 'success' | 'refusal' | 'error';

type Toast = {
  id: number;
  text: string;
  kind: Kind;
  /** Reverts the action; false when that failed. */
  undo: (() => Promise<boolean> | boolean) | undefined;
  /** A newer toast with the same subject replaces this one, because its Undo no longer applies. */
  subject: string | undefined;
};

const MAX_TOASTS = 3;
/** Errors stay until they are closed. */
const SHOWN_MS: Record<Kind, number | undefined> = { success: 6000, refusal: 4000, error: undefined };

/** Short messages about what an action did. */
export type Toasts = {
  /** Confirms an action, with Undo where possible. Not for changes that are visible in place. */
  show: (text: string, undo?: Toast['undo'], subject?: string) => void;
  /** Shows for a short time why an action is not possible. */
  showRefusal: (text: string) => void;
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

/** Provides toasts and renders them over the page, clear of what the user works on; `status` is shown below them. */
export function ToastProvider(props: ParentProps<{ status?: JSX.Element }>) {
  const announce = useAnnouncer();
  const [toasts, setToasts] = createSignal<readonly Toast[]>([]);
  let lastId = 0;
  let section!: HTMLElement;
  // Loaded after the first render: not needed for it.
  onMount(async () => {
    let isEnded = false;
    let end: (() => void) | undefined;
    onCleanup(() => {
      isEnded = true;
      end?.();
    });
    const { placeOverlay } = await import('./overlay-position.ts');
    if (!isEnded) end = placeOverlay(section);
  });

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
      add({ text, undo, subject, kind: 'success' });
      announce.polite(text);
    },
    showRefusal: (text) => {
      add({ text, undo: undefined, subject: undefined, kind: 'refusal' });
      announce.assertive(text);
    },
    showError: (text) => {
      add({ text, undo: undefined, subject: undefined, kind: 'error' });
      announce.assertive(text);
    },
    dismiss: (subject) => void setToasts((all) => all.filter((toast) => toast.subject !== subject)),
  };
  return (
    <ToastsContext.Provider value={value}>
      {props.children}
      <section class="toasts" aria-label="Notifications" ref={section}>
        <For each={toasts()}>{(toast) => <ToastCard toast={toast} onClose={() => close(toast.id)} />}</For>
        {props.status}
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
    const ms = SHOWN_MS[props.toast.kind];
    if (ms !== undefined) timer = setTimeout(() => props.onClose(), ms);
  };
  resume();
  onCleanup(pause);
  return (
    <div
      class={`toast ${props.toast.kind}`}
      onPointerEnter={pause}
      onPointerLeave={resume}
      onFocusIn={pause}
      onFocusOut={resume}
    >
      <Show when={props.toast.kind !== 'success'}>
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
