import { createContext, createSignal, onCleanup, type ParentProps, Show, useContext } from 'solid-js';

/** Announces text to screen readers. */
export type Announcer = {
  /** Waits for the screen reader to finish; messages within 400 ms are joined. */
  polite: (text: string) => void;
  /** Interrupts the screen reader: for errors. */
  assertive: (text: string) => void;
};

const JOIN_WITHIN_MS = 400;
const MAX_JOINED = 3;
const AnnouncerContext = createContext<Announcer>();

/** The announcer of the nearest `<AnnouncerProvider>`. */
export function useAnnouncer(): Announcer {
  const announcer = useContext(AnnouncerContext);
  if (!announcer) throw new Error('useAnnouncer() needs an <AnnouncerProvider> above it.');
  return announcer;
}

/**
 * Provides announcements to the components inside and renders their live regions. The regions are always rendered:
 * screen readers ignore a region inserted with its text. `isActive={false}` leaves them to a provider inside.
 */
export function AnnouncerProvider(props: ParentProps<{ isActive?: boolean }>) {
  const [polite, setPolite] = createSignal('');
  const [assertive, setAssertive] = createSignal('');
  let pending: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));

  const announcer: Announcer = {
    polite: (text) => {
      if (!pending.includes(text)) pending.push(text);
      clearTimeout(timer);
      timer = setTimeout(() => {
        const joined =
          pending.length > MAX_JOINED ? `${pending.length} updates. ${pending.at(-1)}` : pending.join('. ');
        setPolite((last) => changedFrom(last, joined));
        pending = [];
      }, JOIN_WITHIN_MS);
    },
    assertive: (text) => void setAssertive((last) => changedFrom(last, text)),
  };
  return (
    <AnnouncerContext.Provider value={announcer}>
      {props.children}
      <Show when={props.isActive ?? true}>
        <div class="visually-hidden">
          <div role="status" aria-live="polite">
            {polite()}
          </div>
          <div role="alert">{assertive()}</div>
        </div>
      </Show>
    </AnnouncerContext.Provider>
  );
}

/** Screen readers skip a text equal to the previous one; a zero-width space makes it differ. */
const changedFrom = (last: string, text: string) => (last === text ? `${text}\u200b` : text);
