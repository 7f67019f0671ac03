import { createRoot } from 'solid-js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLocalStorage } from './local-storage.ts';

let stored: Map<string, string>;
let isFull: boolean;

beforeEach(() => {
  stored = new Map();
  isFull = false;
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    removeItem: (key: string) => void stored.delete(key),
    setItem: (key: string, text: string) => {
      if (isFull) throw new DOMException('full', 'QuotaExceededError');
      stored.set(key, text);
    },
  });
});
afterEach(() => void vi.unstubAllGlobals());

test('reports whether a value is stored, and holds a refused one in memory', () => {
  const storage = createLocalStorage();
  expect(storage.set('a', '1')).toBe(true);
  isFull = true;
  expect(storage.set('a', '2')).toBe(false);
  expect([storage.get('a'), stored.get('a')]).toEqual(['2', '1']);
  isFull = false;
  expect(storage.set('a', '3')).toBe(true);
  expect([storage.get('a'), stored.get('a')]).toEqual(['3', '3']);
});

test('a value that another tab stores later replaces a refused one', () => {
  const storage = createLocalStorage();
  isFull = true;
  storage.set('a', 'refused');
  stored.set('a', 'of another tab');
  expect(storage.get('a')).toBe('of another tab');
  stored.delete('a');
  expect(storage.get('a')).toBeUndefined();
});

test('works without storage until the page closes', () => {
  vi.stubGlobal('localStorage', undefined);
  const storage = createLocalStorage();
  expect(storage.set('a', '1')).toBe(false);
  expect([storage.get('a'), storage.keys('')]).toEqual(['1', ['a']]);
  storage.remove('a');
  expect(storage.get('a')).toBeUndefined();
});

test('onChange runs with the key, and with null after the page was suspended', () => {
  const target = new EventTarget();
  vi.stubGlobal('window', target);
  const listener = vi.fn();
  const dispose = createRoot((end) => {
    createLocalStorage().onChange(listener);
    return end;
  });
  target.dispatchEvent(Object.assign(new Event('storage'), { key: 'a' }));
  target.dispatchEvent(Object.assign(new Event('storage'), { key: null }));
  target.dispatchEvent(new Event('pageshow'));
  expect(listener.mock.calls).toEqual([['a'], [null], [null]]);
  dispose();
  target.dispatchEvent(new Event('pageshow'));
  expect(listener).toHaveBeenCalledTimes(3);
});
