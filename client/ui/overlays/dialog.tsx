import { createEffect, createUniqueId, type JSX, Show } from 'solid-js';
import { IconButton } from '../button.tsx';

/** A native modal dialog: the browser traps and restores the focus. The content is rendered only while open. */
export function Dialog(props: {
  open: boolean;
  title: string;
  onClose: () => void;
  /** `side` slides in from the right; used where a wide screen has a column. */
  placement?: 'middle' | 'wide' | 'side' | 'top' | undefined;
  /** False: Esc and a click outside do not close it; the content must offer a way to close. Default: true. */
  dismissible?: boolean | undefined;
  /** Shows the title to screen readers only. */
  hideTitle?: boolean | undefined;
  children: JSX.Element;
}) {
  const id = createUniqueId();
  let dialog!: HTMLDialogElement;
  let heading: HTMLHeadingElement | undefined;
  const dismissible = () => props.dismissible ?? true;
  createEffect(() => {
    if (props.open && !dialog.open) {
      dialog.showModal();
      // The browser focuses the first control, the close button. Read from the title instead.
      if (document.activeElement?.matches('.dialog-header button')) heading?.focus();
    }
    if (!props.open && dialog.open) {
      dialog.close();
      // The browser restores the focus, but not if its element is gone.
      if (document.activeElement === document.body)
        document.querySelector<HTMLElement>('#main h1')?.focus({ preventScroll: true });
    }
  });
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click on the backdrop closes it; Esc is handled natively by the dialog
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
          <div classList={{ 'visually-hidden': props.hideTitle, 'dialog-header': !props.hideTitle }}>
            <h2 id={id} ref={(element) => (heading = element)} tabindex="-1">
              {props.title}
            </h2>
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
