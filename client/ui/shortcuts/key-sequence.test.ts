import { expect, test } from 'vitest';
import { createSequenceMatcher, isSingleKey, type KeyPress, keyCombination } from './key-sequence.ts';
import { SHORTCUTS } from './shortcuts.ts';

const press = (key: string, overrides: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...overrides,
});

test('C13 only Command is the modifier of shortcuts on Apple systems, only Control on others', () => {
  expect(keyCombination(press('k', { metaKey: true }), true)).toBe('Mod+k');
  expect(keyCombination(press('k', { ctrlKey: true }), true)).toBe('Ctrl+k');
  expect(keyCombination(press('k', { ctrlKey: true }), false)).toBe('Mod+k');
  expect(keyCombination(press('k', { metaKey: true }), false)).toBe('Meta+k');
  expect(keyCombination(press('k', { ctrlKey: true, metaKey: true }), true)).toBe('Ctrl+Mod+k');
});

test('C13 no shortcut of the app answers to the modifier of another platform', () => {
  const known = Object.values(SHORTCUTS);
  for (const [apple, modifier] of [
    [true, 'ctrlKey'],
    [false, 'metaKey'],
  ] as const)
    for (const key of ['k', 'Enter', 'j', 'a', 'e', 'Escape', 'End', '/'])
      for (const shiftKey of [false, true])
        expect(known).not.toContain(keyCombination(press(key, { [modifier]: true, shiftKey }), apple));
});

test('Shift is part of the question mark, but a modifier of Enter and letters', () => {
  expect(keyCombination(press('?', { shiftKey: true }))).toBe('?');
  expect(keyCombination(press('Enter', { shiftKey: true, ctrlKey: true }), false)).toBe('Mod+Shift+Enter');
  expect(keyCombination(press('J', { shiftKey: true }))).toBe('Shift+j');
});

test('caps lock and other scripts map to the same key', () => {
  expect(keyCombination(press('J'))).toBe('j');
  expect(keyCombination(press('о', { code: 'KeyJ' }))).toBe('j');
});

test('only shortcuts without a modifier are single keys', () => {
  expect(['j', 'g q', '?', 'End'].every(isSingleKey)).toBe(true);
  expect(['Mod+k', 'Mod+Enter', 'Ctrl+k', 'Meta+k', 'Escape'].some(isSingleKey)).toBe(false);
});

test('a sequence needs both keys within the time limit', () => {
  let time = 0;
  const match = createSequenceMatcher(
    () => ['g q', 'q', 'j'],
    () => time,
  );
  expect(match(press('g'))).toBeUndefined();
  expect(match(press('q'))).toBe('g q');
  expect(match(press('q'))).toBe('q');
  match(press('g'));
  time = 2000;
  expect(match(press('q'))).toBe('q');
});

test('a key that does not continue a sequence discards it', () => {
  const match = createSequenceMatcher(() => ['g q', 'j']);
  match(press('g'));
  expect(match(press('j'))).toBe('j');
  expect(match(press('q'))).toBeUndefined();
});
