import { createEffect, createUniqueId, type JSX, Show } from 'solid-js';
import { IconButton } from '../button.tsx';

/** A native modal dialog: the browser keeps the focus inside and gives it back. Its content exists only while open. */
export function Dialog(props: {
  open: boolean;
  title: string;
  onClose: () => void;
  /** `side` slides over from the right, for what would be a column on a wide screen. */
  placement?: 'middle' | 'wide' | 'side' | 'top' | undefined;
  /** False: Esc and a click outside do nothing; the content has to offer a way out. True by default. */
  dismissible?: boolean | undefined;
  /** The title is for readers only: the content says it already. */
  hideTitle?: boolean | undefined;
  children: JSX.Element;
}) {
  const id = createUniqueId();
  let dialog!: HTMLDialogElement;
  const dismissible = () => props.dismissible ?? true;
  createEffect(() => {
    if (props.open && !dialog.open) dialog.showModal();
    if (!props.open && dialog.open) dialog.close();
  });
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside it is what Esc is for fingers, and Esc is the dialog's own
    <dialog
      ref={dialog}
      class={`dialog ${props.placement ?? 'middle'}`}
      aria-labelledby={id}
      onClose={() => props.open && props.onClose()}
      onCancel={(event) => !dismissible() && event.preventDefault()}
      onClick={(event) => dismissible() && event.target === dialog && props.onClose()}
    >
      <Show when={props.open}>
        <div class="dialog-body">
          <div classList={{ 'visually-hidden': props.hideTitle, 'dialog-head': !props.hideTitle }}>
            <h2 id={id}>{props.title}</h2>
            <Show when={dismissible() && !props.hideTitle}>
              <IconButton icon="close" label="Close" onClick={() => props.onClose()} />
            </Show>
          </div>
          {props.children}
        </div>
      </Show>
    </dialog>
  );
}
