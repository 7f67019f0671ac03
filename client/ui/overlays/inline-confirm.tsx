import { createSignal, createUniqueId, type JSX, Show } from 'solid-js';
import type { RequestError } from '../../data/http/request.ts';
import { Button } from '../button.tsx';
import { errorMessage } from '../errors/error-message.ts';
import { announceAssertive } from '../feedback/live-region.tsx';
import { InlineMessage } from '../form/inline-message.tsx';

/** A button for what is felt elsewhere: it asks first, right there, and names what it does. */
export function InlineConfirm(props: {
  /** What the button says; it confirms under the same name. */
  label: string;
  /** To whom or what, for readers who hear the button without its row. */
  accessibleSuffix?: string;
  question: string;
  children: JSX.Element;
  kind?: 'danger' | 'primary';
  /** The question goes when this succeeds, and stays with the reason when it rejects. */
  run: () => Promise<void>;
}) {
  const id = createUniqueId();
  const [isOpen, setAsking] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [trouble, setTrouble] = createSignal<string>();
  let opener: HTMLButtonElement | undefined;
  let cancel: HTMLButtonElement | undefined;

  const ask = () => {
    setTrouble(undefined);
    setAsking(true);
    cancel?.focus();
  };
  const stop = () => {
    setAsking(false);
    opener?.focus();
  };
  const confirm = async () => {
    setBusy(true);
    setTrouble(undefined);
    try {
      await props.run();
      stop();
    } catch (failure) {
      // Seam: calls reject with nothing else.
      const words = errorMessage(failure as RequestError);
      setTrouble(words);
      announceAssertive(words);
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
            {(words) => <span class="visually-hidden"> {words()}</span>}
          </Show>
        </Button>
      }
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's, and this is no form */}
      <div
        class="inline-confirm"
        role="group"
        aria-labelledby={`${id}-question`}
        aria-describedby={`${id}-meaning`}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          stop();
        }}
      >
        <p id={`${id}-question`} dir="auto">
          <strong>{props.question}</strong>
        </p>
        <p id={`${id}-meaning`}>{props.children}</p>
        <InlineMessage tone="error" text={trouble()} />
        <div class="actions">
          <Button kind={props.kind ?? 'primary'} busy={busy()} onClick={() => void confirm()}>
            {props.label}
          </Button>
          <Button kind="ghost" ref={(element) => (cancel = element)} onClick={stop}>
            Cancel
          </Button>
        </div>
      </div>
    </Show>
  );
}
