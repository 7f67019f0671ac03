import { createRoot } from 'solid-js';
import { afterEach, expect, test, vi } from 'vitest';
import { memoryStorage } from '../testing/test-client.ts';
import { createLocalStorage } from './local-storage.ts';
import { createStoredCollection, isRecord, type StoredType } from './stored-collection.ts';

type Color = { name: string };
/** Version 0 stored the name alone, version 1 `{ label }`. */
const COLOR: StoredType<Color> = {
  version: 2,
  parse: (data) => (isRecord(data) && typeof data.name === 'string' ? { name: data.name } : undefined),
  upgrade: (data, version) => ({ name: version === 0 ? data : isRecord(data) && data.label }),
};

const open = (storage = memoryStorage()) => ({
  storage,
  colors: createStoredCollection(storage, 'color:', COLOR),
});
afterEach(() => void vi.unstubAllGlobals());

test('returns the stored value, and nothing after its removal', () => {
  const { storage, colors } = open();
  colors.set('1', { name: 'red' });
  const { colors: reopened } = open(storage);
  expect(reopened.get('1')).toEqual({ name: 'red' });
  expect(reopened.ids()).toEqual(['1']);
  reopened.remove('1');
  expect([colors.get('1'), colors.ids()]).toEqual([undefined, []]);
});

test('stores the version with the data', () => {
  const { storage, colors } = open();
  colors.set('1', { name: 'red' });
  expect(storage.get('color:1')).toBe('{"version":2,"data":{"name":"red"}}');
});

test('lists only the values below its prefix', () => {
  const { storage, colors } = open();
  storage.set('other:1', 'x');
  colors.set('1', { name: 'red' });
  expect(colors.ids()).toEqual(['1']);
});

test('a value that does not parse counts as absent and stays stored', () => {
  const { storage, colors } = open();
  const text = '{"version":2,"data":{"name":7}}';
  storage.set('color:1', text);
  expect(colors.get('1')).toBeUndefined();
  expect(storage.get('color:1')).toBe(text);
});

test('upgrades the text of version 0', () => {
  const { storage, colors } = open();
  storage.set('color:1', 'dark red');
  expect(colors.get('1')).toEqual({ name: 'dark red' });
});

test('upgrades the data of an older version', () => {
  const { storage, colors } = open();
  storage.set('color:1', '{"version":1,"data":{"label":"red"}}');
  expect(colors.get('1')).toEqual({ name: 'red' });
});

test('an older version without an upgrade counts as absent', () => {
  const storage = memoryStorage();
  storage.set('color:1', '{"version":1,"data":{"name":"red"}}');
  const { version, parse } = COLOR;
  expect(createStoredCollection(storage, 'color:', { version, parse }).get('1')).toBeUndefined();
});

test('a newer version counts as absent, and a read does not overwrite it', () => {
  const { storage, colors } = open();
  const text = '{"version":3,"data":{"name":"red"}}';
  storage.set('color:1', text);
  expect(colors.get('1')).toBeUndefined();
  expect(storage.get('color:1')).toBe(text);
});

/** Subscribes to changes. `change` does what the browser does when another tab changes this key. */
function subscribe() {
  const target = new EventTarget();
  vi.stubGlobal('window', target);
  const listener = vi.fn();
  const dispose = createRoot((end) => {
    createStoredCollection(createLocalStorage(), 'color:', COLOR).onChange(listener);
    return end;
  });
  const change = (key: string | null) => target.dispatchEvent(Object.assign(new Event('storage'), { key }));
  return { listener, change, dispose };
}

test('onChange runs when another tab changes a value below the prefix only', () => {
  const { listener, change } = subscribe();
  change('other:1');
  expect(listener).not.toHaveBeenCalled();
  change('color:1');
  expect(listener).toHaveBeenCalledOnce();
});

test('onChange runs when another tab clears the storage', () => {
  const { listener, change } = subscribe();
  change(null);
  expect(listener).toHaveBeenCalledOnce();
});

test('onChange stops with its owner', () => {
  const { listener, change, dispose } = subscribe();
  dispose();
  change('color:1');
  expect(listener).not.toHaveBeenCalled();
});
