import fc from 'fast-check';
import { createRoot } from 'solid-js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BrowserStorage, type TabStorage } from '../testing/browser-storage.ts';
import { FakeServer } from '../testing/fake-server.ts';
import { ada, cleo, TestPage } from '../testing/test-client.ts';
import { createDrafts, type Drafts } from './drafts.ts';

const SAVED_MS = 1_000;
const LONG = 'A long and careful answer to the customer.';
let browser: BrowserStorage;

beforeEach(() => {
  vi.useFakeTimers();
  browser = new BrowserStorage();
});
afterEach(() => void vi.useRealTimers());

/** Opens a tab with Ada's drafts. */
function openTab() {
  const storage = browser.openTab();
  return createRoot((dispose) => {
    const drafts = createDrafts({ me: ada, storage });
    return { drafts, storage, dispose, draft: drafts.reply(7, false) };
  });
}
/** All tabs save, and the browser reports the changes to the others. */
function settle(): void {
  for (let round = 0; round < 3; round += 1) {
    vi.advanceTimersByTime(SAVED_MS);
    browser.settle();
  }
}
const textsOf = ({ draft }: { draft: ReturnType<Drafts['reply']> }) => [draft.text(), ...draft.otherTexts()];

test('an untouched tab follows the draft of another, and so does one whose changes are saved', () => {
  const [first, second] = [openTab(), openTab()];
  first.draft.write('Hello');
  settle();
  expect(second.draft.text()).toBe('Hello');
  second.draft.write('Hello Maya');
  settle();
  expect([textsOf(first), textsOf(second)]).toEqual([['Hello Maya'], ['Hello Maya']]);
});

test('typing and deleting a letter in one tab keeps the draft of another', () => {
  const [first, second] = [openTab(), openTab()];
  first.draft.write(LONG);
  vi.advanceTimersByTime(SAVED_MS);
  first.storage.send();
  // The second tab has not received the draft yet.
  second.draft.write('x');
  second.draft.write('');
  settle();
  expect([textsOf(first), textsOf(second), textsOf(openTab())]).toEqual([[LONG], [LONG], [LONG]]);
});

test('an empty composer that had followed nothing does not delete the draft of another tab', () => {
  const [first, second] = [openTab(), openTab()];
  second.draft.write('x');
  settle();
  second.draft.clear();
  first.draft.write(LONG);
  settle();
  expect(textsOf(openTab())).toEqual([LONG]);
});

test('two tabs that write at the same time keep both texts, on screen and stored', () => {
  const [first, second] = [openTab(), openTab()];
  first.draft.write('Try to restart it.');
  second.draft.write('Which version is it?');
  settle();
  expect(first.draft.text()).toBe('Try to restart it.');
  expect(second.draft.text()).toBe('Which version is it?');
  expect([first.draft.otherTexts(), second.draft.otherTexts()]).toEqual([
    ['Which version is it?'],
    ['Try to restart it.'],
  ]);
  expect(textsOf(openTab()).sort()).toEqual(['Try to restart it.', 'Which version is it?']);
});

test('the other text can be added to the draft, or discarded, in all tabs', () => {
  const [first, second] = [openTab(), openTab()];
  first.draft.write('One');
  second.draft.write('Two');
  settle();
  second.draft.takeOthers();
  settle();
  expect([textsOf(first), textsOf(second)]).toEqual([['Two\n\nOne'], ['Two\n\nOne']]);
  const [third, fourth] = [openTab(), openTab()];
  third.drafts.reply(8, false).write('Keep');
  fourth.drafts.reply(8, false).write('Drop');
  settle();
  third.drafts.reply(8, false).discardOthers();
  settle();
  expect([third, fourth, openTab()].map(({ drafts }) => drafts.reply(8, false).text())).toEqual([
    'Keep',
    'Keep',
    'Keep',
  ]);
  expect(openTab().drafts.reply(8, false).otherTexts()).toEqual([]);
});

test('a tab that was suspended follows the draft when it resumes, and shows no text that was sent meanwhile', () => {
  const [first, second] = [openTab(), openTab()];
  second.draft.write(LONG);
  settle();
  const { incoming } = second.storage;
  const checkpoint = first.drafts.checkpoint(7, false);
  first.drafts.takeSent(7, false, LONG);
  first.storage.send();
  expect(incoming.length).toBeGreaterThan(0);
  expect(checkpoint).not.toEqual({});
  second.storage.resume();
  expect(textsOf(second)).toEqual(['']);
});

test('a storage that was cleared loses no text that is on screen', () => {
  const [first, second] = [openTab(), openTab()];
  first.draft.write(LONG);
  settle();
  for (const tab of [first, second]) {
    for (const key of tab.storage.keys('')) tab.storage.remove(key);
    tab.storage.send();
  }
  for (const tab of [first, second]) tab.storage.resume();
  settle();
  expect([textsOf(first), textsOf(openTab())]).toEqual([[LONG], [LONG]]);
});

test('a discarded draft disappears in all tabs', () => {
  const [first, second] = [openTab(), openTab()];
  first.draft.write(LONG);
  second.drafts.ticket().write({ subject: 'Printer' });
  settle();
  first.drafts.discardAll();
  settle();
  expect([first, second].map(textsOf)).toEqual([[''], ['']]);
  expect(second.drafts.ticket().form().subject).toBe('');
  expect(browser.map.size).toBe(0);
  first.draft.write('New text');
  settle();
  expect(textsOf(second)).toEqual(['New text']);
});

test('the new-ticket form follows another tab, and two different forms are both kept', () => {
  const [first, second] = [openTab(), openTab()].map(({ drafts }) => drafts.ticket());
  if (!first || !second) throw new Error('There are two tabs.');
  first.write({ subject: 'Printer' });
  settle();
  expect(second.form()).toEqual(first.form());
  first.write({ description: 'It smokes.' });
  second.write({ description: 'It beeps.' });
  settle();
  expect([first.otherTexts(), second.otherTexts()]).toEqual([
    ['Printer: It beeps.'],
    ['Printer: It smokes.'],
  ]);
  first.takeOthers();
  expect(first.form().description).toBe('It smokes.\n\nPrinter\n\nIt beeps.');
});

test('saved is true only when the browser has stored the text, and saving is tried again', () => {
  const { draft, drafts, storage } = openTab();
  expect(draft.saved()).toBeUndefined();
  draft.write('a');
  expect(draft.saved()).toBeUndefined();
  settle();
  expect(draft.saved()).toBe(true);
  storage.isFull = true;
  draft.write('ab');
  settle();
  expect([draft.saved(), draft.text(), drafts.any()]).toEqual([false, 'ab', true]);
  storage.isFull = false;
  vi.advanceTimersByTime(10_000);
  browser.settle();
  expect([draft.saved(), textsOf(openTab())]).toEqual([true, ['ab']]);
});

test('a draft without text is forgotten after some days', () => {
  const { draft } = openTab();
  draft.write(LONG);
  settle();
  draft.clear();
  settle();
  expect(browser.map.size).toBe(1);
  vi.advanceTimersByTime(4 * 24 * 3_600_000);
  openTab();
  settle();
  expect(browser.map.size).toBe(0);
});

test('ticketIds follows the drafts of all tabs', () => {
  const [first, second] = [openTab(), openTab()];
  expect([...second.drafts.ticketIds()]).toEqual([]);
  first.draft.write('Hello');
  first.drafts.ticket().write({ subject: 'Printer' });
  settle();
  expect([...second.drafts.ticketIds()]).toEqual([7]);
  first.draft.clear();
  settle();
  expect([...second.drafts.ticketIds()]).toEqual([]);
});

const openPage = () => {
  const storage = browser.openTab();
  const server = new FakeServer();
  server.create(cleo);
  return { page: new TestPage(server, ada, storage), storage };
};

test('a sent draft disappears in all tabs, also if it was written in several', () => {
  const tabs = [openPage(), openPage()];
  const drafts = tabs.map(({ page }) => page.drafts().reply(1, false));
  drafts[0]?.write('Hel');
  settle();
  drafts[1]?.write('Hello');
  settle();
  tabs[0]?.page.client.outbox.send(1, { content: 'Hello', internal: false });
  settle();
  expect(drafts.map((draft) => [draft.text(), ...draft.otherTexts()])).toEqual([[''], ['']]);
  expect(tabs.map(({ page }) => [...page.drafts().ticketIds()])).toEqual([[], []]);
  for (const { page } of tabs) page.dispose();
});

test('a page that ends between sending and clearing a draft offers it no second time', () => {
  const { page, storage } = openPage();
  page.drafts().reply(1, false).write('Hello');
  vi.advanceTimersByTime(SAVED_MS);
  const [draftKey = ''] = storage.keys('helpdesk:draft');
  const beforeSending = storage.get(draftKey) ?? '';
  page.client.outbox.send(1, { content: 'Hello', internal: false });
  // The crash: the reply is in the outbox, the draft is as it was.
  storage.set(draftKey, beforeSending);
  browser.settle();
  storage.close();
  const later = openPage();
  expect(later.page.client.outbox.pending()).toHaveLength(1);
  expect(later.page.drafts().reply(1, false).text()).toBe('');
  later.page.client.outbox.discard(later.page.client.outbox.pending()[0]?.key ?? '');
  expect(later.page.client.hasUnsent()).toBe(false);
  for (const open of [page, later.page]) open.dispose();
});

test('a reply that a full storage cannot hold leaves the composer and is sent', async () => {
  const { page, storage } = openPage();
  storage.isFull = true;
  page.drafts().reply(1, false).write('Hello');
  page.client.outbox.send(1, { content: 'Hello', internal: false });
  expect(page.drafts().reply(1, false).text()).toBe('');
  page.dispose();
});

test('the same text typed again after sending is a new draft, also after a reload', () => {
  vi.stubGlobal('navigator', { onLine: false });
  const { page } = openPage();
  page.drafts().reply(1, false).write('Any news?');
  page.client.outbox.send(1, { content: 'Any news?', internal: false });
  page.drafts().reply(1, false).write('Any news?');
  settle();
  const later = openPage();
  expect(later.page.client.outbox.pending()).toHaveLength(1);
  expect(later.page.drafts().reply(1, false).text()).toBe('Any news?');
  for (const open of [page, later.page]) open.dispose();
  vi.unstubAllGlobals();
});

type Tab = ReturnType<typeof openTab> & { storage: TabStorage };

test('no tab deletes the text of another, whatever is typed, saved, delayed, closed or sent in which order', () => {
  const action = fc.record({
    tab: fc.nat(2),
    kind: fc.constantFrom('type', 'type', 'save', 'send changes', 'receive', 'reload', 'send reply', 'take'),
  });
  fc.assert(
    fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
      browser = new BrowserStorage();
      const tabs: Tab[] = [openTab(), openTab(), openTab()];
      const expected = new Set<string>();
      let typed = 0;
      for (const { tab: index, kind } of actions) {
        const tab = tabs[index] ?? openTab();
        if (kind === 'type') {
          const word = `<${typed++}>`;
          expected.add(word);
          tab.draft.write(`${tab.draft.text()}${word}`);
        } else if (kind === 'save') {
          vi.advanceTimersByTime(SAVED_MS);
        } else if (kind === 'send changes') {
          tab.storage.send();
        } else if (kind === 'receive') {
          tab.storage.receive();
        } else if (kind === 'take') {
          tab.draft.takeOthers();
        } else if (kind === 'reload') {
          // The page stores its text, and the browser has it, before the next page starts.
          tab.dispose();
          tab.storage.send();
          for (const other of tabs) if (other !== tab) other.storage.receive();
          tab.storage.close();
          tabs[index] = openTab();
        } else if (kind === 'send reply') {
          const text = tab.draft.text();
          tab.drafts.checkpoint(7, false);
          tab.drafts.takeSent(7, false, text);
          for (const word of text.match(/<\d+>/g) ?? []) expected.delete(word);
        }
      }
      settle();
      settle();
      const shown = tabs.map((tab) => textsOf(tab).join());
      const stored = textsOf(openTab()).join();
      for (const word of expected) {
        expect(stored).toContain(word);
        for (const text of shown) expect(text).toContain(word);
      }
    }),
    { numRuns: 500 },
  );
});

test('a sent text is offered in no tab, once all changes have arrived', () => {
  const action = fc.record({
    tab: fc.nat(2),
    kind: fc.constantFrom('type', 'send reply', 'reload', 'settle', 'settle'),
  });
  fc.assert(
    fc.property(fc.array(action, { maxLength: 20 }), (actions) => {
      browser = new BrowserStorage();
      const tabs: Tab[] = [openTab(), openTab(), openTab()];
      const sent = new Set<string>();
      let typed = 0;
      for (const { tab: index, kind } of actions) {
        const tab = tabs[index] ?? openTab();
        if (kind === 'type') tab.draft.write(`${tab.draft.text()}<${typed++}>`);
        if (kind === 'send reply') {
          for (const word of tab.draft.text().match(/<\d+>/g) ?? []) sent.add(word);
          tab.drafts.checkpoint(7, false);
          tab.drafts.takeSent(7, false, tab.draft.text());
        }
        if (kind === 'reload') {
          tab.dispose();
          tab.storage.close();
          tabs[index] = openTab();
        }
        // One person works in one tab at a time.
        settle();
      }
      for (const word of sent)
        for (const tab of [...tabs, openTab()]) expect(textsOf(tab).join()).not.toContain(word);
    }),
    { numRuns: 200 },
  );
});
