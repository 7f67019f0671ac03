import { expect, test } from 'vitest';
import { platformKeyLabels } from './platform.ts';

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
