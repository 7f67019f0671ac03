import { createSignal } from 'solid-js';

const [polite, setPolite] = createSignal('');
const [urgent, setUrgent] = createSignal('');
const PAUSE = 400;
let waiting: string[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

/** Tells people who listen instead of look. What comes in one burst is said in one breath. */
export function announcePolite(words: string): void {
  if (!waiting.includes(words)) waiting.push(words);
  clearTimeout(timer);
  timer = setTimeout(() => {
    // The same words twice would not be read again: an invisible character makes them new.
    const said = waiting.length > 3 ? `${waiting.length} updates. ${waiting.at(-1)}` : waiting.join('. ');
    setPolite((before) => (before === said ? `${said}\u200b` : said));
    waiting = [];
  }, PAUSE);
}

/** Interrupts: only for what went wrong and needs an answer. */
export function announceAssertive(words: string): void {
  setUrgent((before) => (before === words ? `${words}\u200b` : words));
}

/** Takes back all that was said and all that waits: the next person must not hear the last one's. */
export function clearAnnouncements(): void {
  clearTimeout(timer);
  waiting = [];
  setPolite('');
  setUrgent('');
}

/** The page's one polite and one urgent live region; always there, as readers ignore regions that appear filled. */
export function LiveRegions() {
  return (
    <div class="visually-hidden">
      <div role="status" aria-live="polite">
        {polite()}
      </div>
      <div role="alert">{urgent()}</div>
    </div>
  );
}
