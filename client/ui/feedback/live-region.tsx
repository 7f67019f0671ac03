import { createSignal } from 'solid-js';

const [polite, setPolite] = createSignal('');
const [assertive, setAssertive] = createSignal('');
const JOIN_WITHIN_MS = 400;
const MAX_JOINED = 3;
let pending: string[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

/** Announces text to screen readers; messages within 400 ms are joined. */
export function announcePolite(text: string): void {
  if (!pending.includes(text)) pending.push(text);
  clearTimeout(timer);
  timer = setTimeout(() => {
    const joined =
      pending.length > MAX_JOINED ? `${pending.length} updates. ${pending.at(-1)}` : pending.join('. ');
    setPolite((before) => changedFrom(before, joined));
    pending = [];
  }, JOIN_WITHIN_MS);
}

/** Announces an error immediately, interrupting the screen reader. */
export function announceAssertive(text: string): void {
  setAssertive((before) => changedFrom(before, text));
}

/** Screen readers skip a text equal to the previous one; a zero-width space makes it differ. */
const changedFrom = (before: string, text: string) => (before === text ? `${text}\u200b` : text);

/** Clears shown and pending announcements; the next user must not receive them. */
export function clearAnnouncements(): void {
  clearTimeout(timer);
  pending = [];
  setPolite('');
  setAssertive('');
}

/** The page's polite and assertive live regions. Always rendered: screen readers ignore a region inserted with its text. */
export function LiveRegions() {
  return (
    <div class="visually-hidden">
      <div role="status" aria-live="polite">
        {polite()}
      </div>
      <div role="alert">{assertive()}</div>
    </div>
  );
}
