import { createSignal, createUniqueId, type JSX, Show } from 'solid-js';
import type { RequestError } from '../../data/http/request.ts';
import { Button } from '../button.tsx';
import { errorMessage } from '../errors/error-message.ts';
import { useAnnouncer } from '../feedback/live-region.tsx';
import { InlineMessage } from '../form/inline-message.tsx';
import { isComposing } from '../shortcuts/is-composing.ts';

/** A button that asks for confirmation in place before it runs an action that affects others. */
export function InlineConfirm(props: {
  /** The text of the button, also of the confirming one. */
  label: string;
  /** The object of the action, appended for screen readers, which read the button without its row. */
  accessibleSuffix?: string;
  question: string;
  children: JSX.Element;
  kind?: 'danger' | 'primary';
  /** The question closes when this resolves; when it rejects, it stays and shows the error. */
  run: () => Promise<void>;
}) {
  const announce = useAnnouncer();
  const id = createUniqueId();
  const [isOpen, setOpen] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<string>();
  let opener: HTMLButtonElement | undefined;
  let cancel: HTMLButtonElement | undefined;

  const ask = () => {
    setError(undefined);
    setOpen(true);
    cancel?.focus();
  };
  const close = () => {
    setOpen(false);
    opener?.focus();
  };
  const confirm = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await props.run();
      close();
    } catch (failure) {
      // Seam: requests reject only with RequestError.
      const text = errorMessage(failure as RequestError);
      setError(text);
      announce.assertive(text);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Show
      when={isOpen()}
      fallback={
        <Button small ref={(element) => (opener = element)} onClick={ask}>
          {props.label}
          <Show when={props.accessibleSuffix}>
            {(suffix) => (
              <span class="visually-hidden">
                {' '}
                <bdi>{suffix()}</bdi>
              </span>
            )}
          </Show>
        </Button>
      }
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset belongs to a form, and this is not one */}
      <div
        class="inline-confirm"
        role="group"
        aria-labelledby={`${id}-question`}
        aria-describedby={`${id}-meaning`}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || isComposing(event)) return;
          event.preventDefault();
          close();
        }}
      >
        <p id={`${id}-question`} dir="auto">
          <strong>{props.question}</strong>
        </p>
        <p id={`${id}-meaning`}>{props.children}</p>
        <InlineMessage tone="error" text={error()} />
        <div class="actions">
          <Button kind={props.kind ?? 'primary'} busy={busy()} onClick={() => void confirm()}>
            {props.label}
          </Button>
          <Button kind="ghost" ref={(element) => (cancel = element)} onClick={close}>
            Cancel
          </Button>
        </div>
      </div>
    </Show>
  );
}
