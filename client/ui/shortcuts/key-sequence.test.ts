import { expect, test } from 'vitest';
import { createChords, isSingleKey, type Press, strokeOf } from './key-sequence.ts';

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

test('Ctrl and Command are one', () => {
  expect(strokeOf(press('k', { ctrlKey: true }))).toBe('Mod+k');
  expect(strokeOf(press('k', { metaKey: true }))).toBe('Mod+k');
});

test('Shift makes the question mark, but is a modifier of Enter and of letters', () => {
  expect(strokeOf(press('?', { shiftKey: true }))).toBe('?');
  expect(strokeOf(press('Enter', { shiftKey: true, ctrlKey: true }))).toBe('Mod+Shift+Enter');
  expect(strokeOf(press('J', { shiftKey: true }))).toBe('Shift+j');
});

test('caps lock and other scripts do not matter', () => {
  expect(strokeOf(press('J'))).toBe('j');
  expect(strokeOf(press('о', { code: 'KeyJ' }))).toBe('j');
});

test('only shortcuts without a modifier are single keys', () => {
  expect(['j', 'g q', '?', 'End'].every(isSingleKey)).toBe(true);
  expect(['Mod+k', 'Mod+Enter', 'Escape'].some(isSingleKey)).toBe(false);
});

test('a sequence needs both keys, in time', () => {
  let time = 0;
  const chords = createChords(
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
  const chords = createChords(() => ['g q', 'j']);
  chords(press('g'));
  expect(chords(press('j'))).toBe('j');
  expect(chords(press('q'))).toBeUndefined();
});
