import { createEffect, createSignal, on, onCleanup, onMount, Show } from 'solid-js';
import type { User } from '../../../shared/schemas.ts';
import type { Account } from '../../data/account/account.ts';
import { ApiError, type RequestError } from '../../data/http/request.ts';
import { Button } from '../../ui/button.tsx';
import { errorMessage } from '../../ui/errors/error-message.ts';
import { useAnnouncer } from '../../ui/feedback/live-region.tsx';
import { Field } from '../../ui/form/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useToasts } from '../../ui/overlays/toasts.tsx';
import { isComposing } from '../../ui/shortcuts/is-composing.ts';

const MAX_NAME_LENGTH = 100;

/** The reason why the server would refuse this name; undefined if it would not. */
function nameError(name: string): string | undefined {
  if (!name) return 'Enter your name.';
  return name.length > MAX_NAME_LENGTH
    ? `Use at most ${MAX_NAME_LENGTH} characters. This name has ${name.length}.`
    : undefined;
}

/** The display name: saved when the field loses the focus or on Enter; Esc restores the saved one. */
export function DisplayNameField(props: { me: User; account: Account }) {
  const announce = useAnnouncer();
  const toasts = useToasts();
  const [text, setText] = createSignal(props.me.name);
  const [error, setError] = createSignal<string>();
  const [state, setState] = createSignal<'idle' | 'saving' | 'saved'>('idle');
  let savedName = props.me.name;
  let savingName: string | undefined;
  let isClosed = false;
  const isUnsaved = () => text().trim() !== savedName;
  const fail = (message: string) => {
    setError(message);
    setState('idle');
    if (isClosed) toasts.showError(`Your name is not changed. ${message}`);
    else announce.assertive(message);
  };
  const save = async (): Promise<void> => {
    const name = text().trim();
    if (savingName !== undefined) return;
    if (!isUnsaved()) return restore();
    const refusal = nameError(name);
    if (refusal) return fail(refusal);
    savingName = name;
    setError(undefined);
    setState('saving');
    try {
      await props.account.rename(name);
      savedName = name;
      setState('saved');
      announce.polite('Your name is saved');
    } catch (failure) {
      fail(messageOf(failure as RequestError));
    } finally {
      savingName = undefined;
    }
    // Typed while the request was running, and the field was left again.
    if (!error() && text().trim() !== name && document.activeElement !== input) await save();
  };
  const restore = () => {
    setText(savedName);
    setError(undefined);
  };
  let input!: HTMLInputElement;
  // The browser asks before it closes a page with a name that is not saved.
  const onBeforeUnload = (event: BeforeUnloadEvent) => (isUnsaved() || savingName) && event.preventDefault();
  onMount(() => addEventListener('beforeunload', onBeforeUnload));
  onCleanup(() => {
    removeEventListener('beforeunload', onBeforeUnload);
    isClosed = true;
    if (isUnsaved()) void save();
  });
  // Another tab may change the name: an untouched field follows.
  createEffect(
    on(
      () => props.me.name,
      (name) => {
        if (isUnsaved()) return;
        savedName = name;
        restore();
      },
      { defer: true },
    ),
  );
  return (
    <Field
      label="Name"
      hint="Shown next to your replies. Saved when you leave the field."
      error={error()}
      aside={<SaveState state={state()} />}
    >
      {(control) => (
        <div class="autosave">
          <input
            ref={input}
            class="input"
            id={control.id}
            aria-describedby={control.describedBy}
            aria-invalid={control.invalid}
            name="name"
            autocomplete="name"
            dir="auto"
            required
            value={text()}
            onInput={(event) => {
              setText(event.currentTarget.value);
              setState((current) => (current === 'saved' ? 'idle' : current));
            }}
            onBlur={() => void save()}
            onKeyDown={(event) => {
              if (isComposing(event)) return;
              if (event.key === 'Enter') void save();
              if (event.key !== 'Escape') return;
              // Esc on a changed name restores it; the next one leaves the field.
              if (isUnsaved()) {
                event.preventDefault();
                restore();
              }
            }}
          />
          <Show when={error() && isUnsaved() && !nameError(text().trim())}>
            <Button small onClick={() => void save()}>
              Try again
            </Button>
          </Show>
        </div>
      )}
    </Field>
  );
}

const messageOf = (failure: RequestError): string => {
  const fieldError =
    failure instanceof ApiError && failure.problem.errors?.find(({ path }) => path === 'name');
  return fieldError ? fieldError.message : errorMessage(failure);
};

function SaveState(props: { state: 'idle' | 'saving' | 'saved' }) {
  return (
    <span class="save-state" aria-hidden="true">
      <Show when={props.state === 'saved'}>
        <Icon name="check" />
        Saved
      </Show>
      <Show when={props.state === 'saving'}>
        <span class="saving">Saving…</span>
      </Show>
    </span>
  );
}
