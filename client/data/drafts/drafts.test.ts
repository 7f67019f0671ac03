import { createRoot } from 'solid-js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeServer } from '../testing/fake-server.ts';
import { ada, ben, cleo, memoryStorage, TestPage } from '../testing/test-client.ts';
import { createDrafts } from './drafts.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const open = (userId: number, storage = memoryStorage()) =>
  createRoot((dispose) => ({
    drafts: createDrafts({ me: { ...ada, id: userId }, storage }),
    storage,
    dispose,
  }));

test('a draft remains after a reload, one per ticket and kind of reply', () => {
  const { drafts, storage } = open(1);
  drafts.reply(7, false).write('to the customer');
  drafts.reply(7, true).write('between us');
  vi.advanceTimersByTime(1000);
  const { drafts: reloaded } = open(1, storage);
  expect(reloaded.reply(7, false).text()).toBe('to the customer');
  expect(reloaded.reply(7, true).text()).toBe('between us');
  expect(reloaded.reply(8, false).text()).toBe('');
});

test('a draft is stored within a second during continuous typing', () => {
  const { drafts, storage } = open(1);
  for (let i = 0; i < 10; i++) {
    drafts.reply(7, false).write(`word ${i}`);
    vi.advanceTimersByTime(100);
  }
  expect([...storage.map.values()].join()).toContain('word');
});

test('closing the page stores a draft at once', () => {
  const { drafts, storage, dispose } = open(1);
  drafts.reply(7, false).write('half a');
  dispose();
  expect(open(1, storage).drafts.reply(7, false).text()).toBe('half a');
});

test('another user does not see the draft', () => {
  const { drafts, storage } = open(1);
  drafts.reply(7, false).write('mine');
  vi.advanceTimersByTime(1000);
  const next = open(2, storage).drafts;
  expect(next.reply(7, false).text()).toBe('');
  expect(next.any()).toBe(false);
  next.discardAll();
  expect(open(1, storage).drafts.reply(7, false).text()).toBe('mine');
});

test('the new-ticket form keeps its key after a reload and gets a new one after clear', () => {
  const { drafts, storage } = open(1);
  drafts.ticket().write({ subject: 'Printer' });
  const { key } = drafts.ticket().form();
  vi.advanceTimersByTime(1000);
  const reloaded = open(1, storage).drafts.ticket();
  expect(reloaded.form()).toMatchObject({ subject: 'Printer', key });
  reloaded.clear();
  expect(reloaded.form().key).not.toBe(key);
});

test('lists the tickets with a stored draft', async () => {
  const { drafts, storage } = open(1);
  drafts.reply(7, false).write('half a');
  drafts.reply(8, true).write('note');
  drafts.ticket().write({ subject: 'x' });
  await vi.advanceTimersByTimeAsync(1000);
  expect([...drafts.ticketIds()]).toEqual([7, 8]);
  expect([...open(1, storage).drafts.ticketIds()]).toEqual([7, 8]);
  drafts.reply(7, false).clear();
  await vi.advanceTimersByTimeAsync(1000);
  expect([...drafts.ticketIds()]).toEqual([8]);
  drafts.discardAll();
  expect([...drafts.ticketIds()]).toEqual([]);
});

test('discardAll removes all drafts from the page and the storage', () => {
  const { drafts, storage } = open(1);
  drafts.reply(7, false).write('mine');
  drafts.ticket().write({ subject: 'x' });
  expect(drafts.any()).toBe(true);
  drafts.discardAll();
  expect(drafts.any()).toBe(false);
  expect(drafts.reply(7, false).text()).toBe('');
  expect(storage.map.size).toBe(0);
});

test('a draft of an earlier page counts as unsent before its ticket is opened', () => {
  const { drafts, storage, dispose } = open(ada.id);
  drafts.reply(7, false).write('half a');
  dispose();
  const page = new TestPage(new FakeServer(), ada, storage);
  expect(page.client.hasUnsent()).toBe(true);
  page.client.discardUnsent();
  expect([page.client.hasUnsent(), storage.map.size]).toEqual([false, 0]);
  page.dispose();
});

test('incoming events do not change a draft', async () => {
  const server = new FakeServer();
  const row = server.create(cleo);
  const page = new TestPage(server, ada);
  page.drafts().reply(row.id, false).write('I think');
  server.reply(row, ben, 'I was faster');
  server.changeStatus(row, ben, 'resolved');
  await page.runUntilIdle((ms) => vi.advanceTimersByTimeAsync(ms));
  expect(page.drafts().reply(row.id, false).text()).toBe('I think');
  page.dispose();
});

test('reads drafts stored before versions: plain text for a reply, JSON for a new ticket', () => {
  const storage = memoryStorage();
  const form = { subject: 'Printer', description: 'It is on fire', priority: 'high', key: 'k1' };
  storage.set('helpdesk:draft:1:7:reply', 'half a');
  storage.set('helpdesk:draft:1:new', JSON.stringify(form));
  const { drafts } = open(1, storage);
  expect(drafts.any()).toBe(true);
  expect(drafts.reply(7, false).text()).toBe('half a');
  expect(drafts.ticket().form()).toEqual(form);
});

test('a reply draft stored before versions may look like JSON', () => {
  const storage = memoryStorage();
  const texts = ['42', 'null', '{"a":1}', '{not JSON'];
  for (const [id, text] of texts.entries()) storage.set(`helpdesk:draft:1:${id}:reply`, text);
  const { drafts } = open(1, storage);
  expect(texts.map((_, id) => drafts.reply(id, false).text())).toEqual(texts);
});

test('ignores a stored draft of the wrong shape without an error', () => {
  const storage = memoryStorage();
  storage.set('helpdesk:draft:1:7:reply', '{"version":1,"data":{"subject":1}}');
  storage.set('helpdesk:draft:1:new', '{"subject":"Pri');
  const { drafts } = open(1, storage);
  expect(drafts.reply(7, false).text()).toBe('');
  expect(drafts.ticket().form()).toMatchObject({ subject: '', description: '' });
});
