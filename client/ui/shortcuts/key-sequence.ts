import { isApple } from './platform.ts';

/** The part of a `KeyboardEvent` that shortcuts use. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Maximum time between the keys of a sequence such as `g q`. */
export const SEQUENCE_MS = 1500;

const isLetter = (key: string) => /^\p{L}$/u.test(key);

/**
 * A key press in the notation of `SHORTCUTS`: `j`, `?`, `Mod+k`, `Mod+Shift+Enter`.
 * `Mod` is Command on Apple systems and Control on others; the other one of the two makes a combination that no shortcut
 * uses, because the system or the text field may own it. Letters of other scripts map by key position. Shift is listed
 * only where it does not already change the character.
 */
export function keyCombination(press: KeyPress, apple = isApple()): string {
  const latin = /^[ -~]$/.test(press.key) || press.key.length > 1;
  const key = latin ? press.key : (/^Key([A-Z])$/.exec(press.code)?.[1] ?? press.key);
  const modifiers = [
    press.ctrlKey && (apple ? 'Ctrl' : 'Mod'),
    press.metaKey && (apple ? 'Mod' : 'Meta'),
    press.altKey && 'Alt',
    press.shiftKey && (key.length > 1 || isLetter(key)) && 'Shift',
  ].filter(Boolean);
  return [...modifiers, isLetter(key) ? key.toLowerCase() : key].join('+');
}

/** Whether the shortcut has no modifier: it can be switched off and is ignored in text fields. */
export const isSingleKey = (keys: string): boolean =>
  !/^(Mod|Ctrl|Meta|Alt)\+/.test(keys) && keys !== 'Escape';

/** Takes key presses one by one and returns the shortcut each completes, two-key sequences included. */
export function createSequenceMatcher(
  known: () => readonly string[],
  now: () => number = () => performance.now(),
) {
  let pending: { combination: string; at: number } | undefined;
  return (press: KeyPress): string | undefined => {
    const combination = keyCombination(press);
    const first = pending && now() - pending.at < SEQUENCE_MS ? pending.combination : undefined;
    pending = undefined;
    const sequence = first && `${first} ${combination}`;
    if (sequence && known().includes(sequence)) return sequence;
    if (known().includes(combination)) return combination;
    if (known().some((keys) => keys.startsWith(`${combination} `))) pending = { combination, at: now() };
    return undefined;
  };
}
