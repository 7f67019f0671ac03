import { expect, test } from 'vitest';
import { createSequenceMatcher, isSingleKey, type KeyPress, keyCombination } from './key-sequence.ts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

test('Ctrl and Command are one', () => {
  expect(keyCombination(press('k', { ctrlKey: true }))).toBe('Mod+k');
  expect(keyCombination(press('k', { metaKey: true }))).toBe('Mod+k');
});

test('Shift makes the question mark, but is a modifier of Enter and of letters', () => {
  expect(keyCombination(press('?', { shiftKey: true }))).toBe('?');
  expect(keyCombination(press('Enter', { shiftKey: true, ctrlKey: true }))).toBe('Mod+Shift+Enter');
  expect(keyCombination(press('J', { shiftKey: true }))).toBe('Shift+j');
});

test('caps lock and other scripts do not matter', () => {
  expect(keyCombination(press('J'))).toBe('j');
  expect(keyCombination(press('о', { code: 'KeyJ' }))).toBe('j');
});

test('only shortcuts without a modifier are single keys', () => {
  expect(['j', 'g q', '?', 'End'].every(isSingleKey)).toBe(true);
  expect(['Mod+k', 'Mod+Enter', 'Escape'].some(isSingleKey)).toBe(false);
});

test('a sequence needs both keys, in time', () => {
  let time = 0;
  const chords = createSequenceMatcher(
    () => ['g q', 'q', 'j'],
    () => time,
  );
  expect(chords(press('g'))).toBeUndefined();
  expect(chords(press('q'))).toBe('g q');
  expect(chords(press('q'))).toBe('q');
  chords(press('g'));
  time = 2000;
  expect(chords(press('q'))).toBe('q');
});

test('a sequence that does not fit is forgotten', () => {
  const chords = createSequenceMatcher(() => ['g q', 'j']);
  chords(press('g'));
  expect(chords(press('j'))).toBe('j');
  expect(chords(press('q'))).toBeUndefined();
});
