/** Whether this is macOS, iOS or iPadOS, where shortcuts use Command instead of Control. */
export const isApple = (): boolean => /mac|iphone|ipad|ipod/i.test(navigator.platform);

const LABELS: Record<string, string> = { Mod: 'Ctrl', Enter: '↵', Escape: 'Esc' };
const APPLE_LABELS: Record<string, string> = { Mod: '⌘', Alt: '⌥', Shift: '⇧', Enter: '↩', Escape: 'Esc' };
/** Apple's menus list the modifiers in this order; elsewhere they stand as declared. */
const APPLE_ORDER = ['Alt', 'Shift', 'Mod'];

/** Keys such as `Mod+Shift+Enter` or `g q` with the labels and in the order of this platform. */
export function platformKeyLabels(keys: string, apple = isApple()): string[] {
  const names = keys.split(/[+ ]/);
  const ordered = apple
    ? [
        ...APPLE_ORDER.filter((key) => names.includes(key)),
        ...names.filter((key) => !APPLE_ORDER.includes(key)),
      ]
    : names;
  const labels = apple ? APPLE_LABELS : LABELS;
  return ordered.map((key) => labels[key] ?? (key.length === 1 ? key.toUpperCase() : key));
}
