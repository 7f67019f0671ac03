import { createRoot } from 'solid-js';
import { expect, test } from 'vitest';
import type { ClientCore } from './client-core.ts';
import { createPreferences } from './preferences.ts';
import { BrowserStorage } from './testing/browser-storage.ts';
import { ada } from './testing/test-client.ts';

function openTab(browser: BrowserStorage) {
  const storage = browser.openTab();
  // Seam: the members of the core that the preferences use.
  const store = createRoot(() => createPreferences({ me: ada, storage } as unknown as ClientCore));
  return { ...store, storage };
}

test('a change applies in all tabs', () => {
  const browser = new BrowserStorage();
  const [tab, other] = [openTab(browser), openTab(browser)];
  tab.update({ enterSends: true });
  browser.settle();
  expect(other.preferences().enterSends).toBe(true);
});

test('a tab that has missed a change does not undo it', () => {
  const browser = new BrowserStorage();
  const tab = openTab(browser);
  tab.update({ enterSends: true });
  const preferencesOf = () => openTab(browser).preferences();
  browser.settle();
  const suspended = openTab(browser);
  tab.update({ notify: true, enterSends: false });
  tab.storage.send();
  suspended.storage.receive(true);
  suspended.update({ afterSending: 'next' });
  browser.settle();
  expect(preferencesOf()).toMatchObject({ notify: true, enterSends: false, afterSending: 'next' });
});

test('fields of another build stay stored', () => {
  const browser = new BrowserStorage();
  browser.map.set('preferences:1', '{"version":1,"data":{"enterSends":true,"future":7,"keys":"broken"}}');
  const tab = openTab(browser);
  expect(tab.preferences()).toMatchObject({ enterSends: true, keys: true });
  tab.update({ notify: true });
  browser.settle();
  expect(JSON.parse(browser.map.get('preferences:1') ?? '')).toMatchObject({
    data: { enterSends: true, future: 7, notify: true },
  });
});
