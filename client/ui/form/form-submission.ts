import { createSignal } from 'solid-js';
import { type Failure, Refused } from '../../data/http/request.ts';
import { alertReaders } from '../feedback/live-region.tsx';
import { createCountdown, waitWords } from '../time/countdown.ts';

/** A form on its way to the server: busy or not, what is wrong with which field, what is wrong at all. */
export function createSubmission(taken = 'This address already has an account. Sign in instead?') {
  const [busy, setBusy] = createSignal(false);
  const [errors, setErrors] = createSignal<Record<string, string>>({});
  const [trouble, setTrouble] = createSignal<string>();
  const [limited, limit] = createCountdown();

  const take = (failure: unknown, form: HTMLFormElement) => {
    const problem = failure instanceof Refused ? failure.problem : undefined;
    const fields = Object.fromEntries((problem?.errors ?? []).map(({ path, message }) => [path, message]));
    if (problem?.code === 'email_taken') fields.email = taken;
    setErrors(fields);
    if (problem?.code === 'rate_limited') limit((failure as Refused).retryAfter ?? 60);
    else if (Object.keys(fields).length > 0) queueMicrotask(() => focusFirstError(form));
    else {
      const words =
        problem?.detail ?? 'The helpdesk did not answer. What you wrote is still here: try again.';
      setTrouble(words);
      alertReaders(words);
    }
  };
  /** Shows errors the browser itself found, before anything is sent. */
  const complain = (form: HTMLFormElement, found: Record<string, string>) => {
    setErrors(found);
    queueMicrotask(() => focusFirstError(form));
  };
  const submit = async (form: HTMLFormElement, send: () => Promise<unknown>) => {
    if (busy() || limited() > 0) return;
    setBusy(true);
    setErrors({});
    setTrouble(undefined);
    try {
      await send();
    } catch (failure) {
      take(failure as Failure, form);
    } finally {
      setBusy(false);
    }
  };
  return {
    busy,
    /** What is wrong with the field of this name. */
    errorOf: (name: string) => errors()[name],
    /** What went wrong that belongs to no field; a rate limit counts down. */
    trouble: () => (limited() > 0 ? `Too many attempts. Try again in ${waitWords(limited())}.` : trouble()),
    limited: () => limited() > 0,
    submit,
    /** For `onSubmit`: shows the faults that can be seen here, or sends. */
    handler:
      (faults: () => Record<string, string>, send: () => Promise<unknown>) =>
      (event: SubmitEvent & { currentTarget: HTMLFormElement }): void => {
        event.preventDefault();
        const found = faults();
        if (Object.keys(found).length > 0) complain(event.currentTarget, found);
        else void submit(event.currentTarget, send);
      },
  };
}

export type Submission = ReturnType<typeof createSubmission>;

const focusFirstError = (form: HTMLFormElement) =>
  form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
