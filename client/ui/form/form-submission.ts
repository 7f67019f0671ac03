import { createSignal } from 'solid-js';
import { ApiError } from '../../data/http/request.ts';
import { useAnnouncer } from '../feedback/live-region.tsx';
import { createCountdown, formatWait } from '../time/countdown.ts';

const DEFAULT_WAIT_SECONDS = 60;

/** State of one form: busy, errors per field, an error of the whole form, and the rate-limit countdown. */
export function createFormSubmission(
  emailTakenMessage = 'This address already has an account. Sign in instead?',
) {
  const announce = useAnnouncer();
  const [busy, setBusy] = createSignal(false);
  const [errors, setErrors] = createSignal<Record<string, string>>({});
  const [formError, setFormError] = createSignal<string>();
  const [secondsLeft, startCountdown] = createCountdown();

  const applyError = (error: unknown, form: HTMLFormElement) => {
    const problem = error instanceof ApiError ? error.problem : undefined;
    const fields = Object.fromEntries((problem?.errors ?? []).map(({ path, message }) => [path, message]));
    if (problem?.code === 'email_taken') fields.email = emailTakenMessage;
    setErrors(fields);
    if (problem?.code === 'rate_limited')
      startCountdown((error as ApiError).retryAfter ?? DEFAULT_WAIT_SECONDS);
    else if (Object.keys(fields).length > 0) queueMicrotask(() => focusFirstError(form));
    else {
      const text = problem?.detail ?? 'The server could not be reached. Your input is kept. Try again.';
      setFormError(text);
      announce.assertive(text);
    }
  };
  /** Shows errors of the client-side validation; nothing is sent. */
  const showFieldErrors = (form: HTMLFormElement, fieldErrors: Record<string, string>) => {
    setErrors(fieldErrors);
    queueMicrotask(() => focusFirstError(form));
  };
  const submit = async (form: HTMLFormElement, send: () => Promise<unknown>) => {
    if (busy() || secondsLeft() > 0) return;
    setBusy(true);
    setErrors({});
    setFormError(undefined);
    try {
      await send();
    } catch (error) {
      applyError(error, form);
    } finally {
      setBusy(false);
    }
  };
  return {
    busy,
    /** The error of the field with this name. */
    fieldError: (name: string) => errors()[name],
    /** The error that belongs to no field; a rate limit shows the remaining time. */
    formError: () =>
      secondsLeft() > 0 ? `Too many attempts. Try again in ${formatWait(secondsLeft())}.` : formError(),
    isRateLimited: () => secondsLeft() > 0,
    submit,
    /** For `onSubmit`: shows the validation errors, or sends. */
    handler:
      (validate: () => Record<string, string>, send: () => Promise<unknown>) =>
      (event: SubmitEvent & { currentTarget: HTMLFormElement }): void => {
        event.preventDefault();
        const fieldErrors = validate();
        if (Object.keys(fieldErrors).length > 0) showFieldErrors(event.currentTarget, fieldErrors);
        else void submit(event.currentTarget, send);
      },
  };
}

export type Submission = ReturnType<typeof createFormSubmission>;

const focusFirstError = (form: HTMLFormElement) =>
  form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
