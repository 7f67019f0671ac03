import { expect, test } from 'vitest';
import { isComposition, platformKeyLabels } from './platform.ts';

test('C13 Apple systems show their symbols in the order of their menus', () => {
  expect(platformKeyLabels('Mod+k', true)).toEqual(['⌘', 'K']);
  expect(platformKeyLabels('Mod+Shift+Enter', true)).toEqual(['⇧', '⌘', '↩']);
  expect(platformKeyLabels('Mod+Alt+Enter', true)).toEqual(['⌥', '⌘', '↩']);
});

test('C13 other systems show the names on their keys', () => {
  expect(platformKeyLabels('Mod+k', false)).toEqual(['Ctrl', 'K']);
  expect(platformKeyLabels('Mod+Alt+Enter', false)).toEqual(['Ctrl', 'Alt', '↵']);
  expect(platformKeyLabels('g q', false)).toEqual(['G', 'Q']);
});

test('C10 a key press of an input method is recognized after the end of the composition too', () => {
  expect(isComposition({ isComposing: true, keyCode: 13 })).toBe(true);
  expect(isComposition({ isComposing: false, keyCode: 229 })).toBe(true);
  expect(isComposition({ isComposing: false, keyCode: 13 })).toBe(false);
});
