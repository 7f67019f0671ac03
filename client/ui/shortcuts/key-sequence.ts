/** What a key press says, as far as shortcuts care. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** How long the second key of `g q` may take. */
export const SEQUENCE_MS = 1500;

const isLetter = (key: string) => /^\p{L}$/u.test(key);

/**
 * A press in the words of the shortcut table: `j`, `?`, `Mod+k`, `Mod+Shift+Enter`.
 * Letters of other scripts count by their place on the keyboard; Shift counts only where it does not already make the sign.
 */
export function keyCombination(press: KeyPress): string {
  const latin = /^[ -~]$/.test(press.key) || press.key.length > 1;
  const key = latin ? press.key : (/^Key([A-Z])$/.exec(press.code)?.[1] ?? press.key);
  const modifiers = [
    (press.ctrlKey || press.metaKey) && 'Mod',
    press.altKey && 'Alt',
    press.shiftKey && (key.length > 1 || isLetter(key)) && 'Shift',
  ].filter(Boolean);
  return [...modifiers, isLetter(key) ? key.toLowerCase() : key].join('+');
}

/** Does the shortcut need a modifier? Those without one can be switched off, and never fire while somebody types. */
export const isSingleKey = (keys: string): boolean => !/^(Mod|Alt)\+/.test(keys) && keys !== 'Escape';

/** Reads presses one by one and answers the shortcut they complete, knowing two-key sequences. */
export function createSequenceMatcher(
  known: () => readonly string[],
  now: () => number = () => performance.now(),
) {
  let before: { stroke: string; at: number } | undefined;
  return (press: KeyPress): string | undefined => {
    const stroke = keyCombination(press);
    const begun = before && now() - before.at < SEQUENCE_MS ? before.stroke : undefined;
    before = undefined;
    const sequence = begun && `${begun} ${stroke}`;
    if (sequence && known().includes(sequence)) return sequence;
    if (known().includes(stroke)) return stroke;
    if (known().some((keys) => keys.startsWith(`${stroke} `))) before = { stroke, at: now() };
    return undefined;
  };
}
