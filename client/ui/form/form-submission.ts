import { createSignal } from 'solid-js';
import { ApiError, type RequestError } from '../../data/http/request.ts';
import { announceAssertive } from '../feedback/live-region.tsx';
import { createCountdown, formatWait } from '../time/countdown.ts';

/** A form on its way to the server: busy or not, what is wrong with which field, what is wrong at all. */
export function createFormSubmission(
  emailTakenMessage = 'This address already has an account. Sign in instead?',
) {
  const [busy, setBusy] = createSignal(false);
  const [errors, setErrors] = createSignal<Record<string, string>>({});
  const [formError, setTrouble] = createSignal<string>();
  const [isRateLimited, limit] = createCountdown();

  const applyFailure = (failure: unknown, form: HTMLFormElement) => {
    const problem = failure instanceof ApiError ? failure.problem : undefined;
    const fields = Object.fromEntries((problem?.errors ?? []).map(({ path, message }) => [path, message]));
    if (problem?.code === 'email_taken') fields.email = emailTakenMessage;
    setErrors(fields);
    if (problem?.code === 'rate_limited') limit((failure as ApiError).retryAfter ?? 60);
    else if (Object.keys(fields).length > 0) queueMicrotask(() => focusFirstError(form));
    else {
      const words =
        problem?.detail ?? 'The helpdesk did not answer. What you wrote is still here: try again.';
      setTrouble(words);
      announceAssertive(words);
    }
  };
  /** Shows errors the browser itself found, before anything is sent. */
  const showFieldErrors = (form: HTMLFormElement, found: Record<string, string>) => {
    setErrors(found);
    queueMicrotask(() => focusFirstError(form));
  };
  const submit = async (form: HTMLFormElement, send: () => Promise<unknown>) => {
    if (busy() || isRateLimited() > 0) return;
    setBusy(true);
    setErrors({});
    setTrouble(undefined);
    try {
      await send();
    } catch (failure) {
      applyFailure(failure as RequestError, form);
    } finally {
      setBusy(false);
    }
  };
  return {
    busy,
    /** What is wrong with the field of this name. */
    fieldError: (name: string) => errors()[name],
    /** What went wrong that belongs to no field; a rate limit counts down. */
    formError: () =>
      isRateLimited() > 0 ? `Too many attempts. Try again in ${formatWait(isRateLimited())}.` : formError(),
    isRateLimited: () => isRateLimited() > 0,
    submit,
    /** For `onSubmit`: shows the faults that can be seen here, or sends. */
    handler:
      (faults: () => Record<string, string>, send: () => Promise<unknown>) =>
      (event: SubmitEvent & { currentTarget: HTMLFormElement }): void => {
        event.preventDefault();
        const found = faults();
        if (Object.keys(found).length > 0) showFieldErrors(event.currentTarget, found);
        else void submit(event.currentTarget, send);
      },
  };
}

export type Submission = ReturnType<typeof createFormSubmission>;

const focusFirstError = (form: HTMLFormElement) =>
  form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
