import { createRoot } from 'solid-js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeServer } from '../testing/fake-server.ts';
import { ada, ben, cleo, memoryStorage, TestPage } from '../testing/test-client.ts';
import { createDrafts } from './drafts.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const open = (person: number, storage = memoryStorage()) =>
  createRoot((dispose) => ({
    drafts: createDrafts({ me: { ...ada, id: person }, storage }),
    storage,
    dispose,
  }));

test('a draft is back after a reload, one per ticket and mode', () => {
  const { drafts, storage } = open(1);
  drafts.reply(7, false).write('to the customer');
  drafts.reply(7, true).write('between us');
  vi.advanceTimersByTime(1000);
  const { drafts: again } = open(1, storage);
  expect(again.reply(7, false).text()).toBe('to the customer');
  expect(again.reply(7, true).text()).toBe('between us');
  expect(again.reply(8, false).text()).toBe('');
});

test('it is saved within a second even while somebody keeps typing', () => {
  const { drafts, storage } = open(1);
  for (let i = 0; i < 10; i++) {
    drafts.reply(7, false).write(`word ${i}`);
    vi.advanceTimersByTime(100);
  }
  expect([...storage.map.values()].join()).toContain('word');
});

test('leaving the page saves at once', () => {
  const { drafts, storage, dispose } = open(1);
  drafts.reply(7, false).write('half a');
  dispose();
  expect(open(1, storage).drafts.reply(7, false).text()).toBe('half a');
});

test('the next person sees nothing of it', () => {
  const { drafts, storage } = open(1);
  drafts.reply(7, false).write('mine');
  vi.advanceTimersByTime(1000);
  const next = open(2, storage).drafts;
  expect(next.reply(7, false).text()).toBe('');
  expect(next.any()).toBe(false);
  next.discardAll();
  expect(open(1, storage).drafts.reply(7, false).text()).toBe('mine');
});

test('the new-ticket form keeps its key over a reload, and gets a new one once cleared', () => {
  const { drafts, storage } = open(1);
  drafts.ticket().write({ subject: 'Printer' });
  const { key } = drafts.ticket().form();
  vi.advanceTimersByTime(1000);
  const again = open(1, storage).drafts.ticket();
  expect(again.form()).toMatchObject({ subject: 'Printer', key });
  again.clear();
  expect(again.form().key).not.toBe(key);
});

test('discarding leaves nothing', () => {
  const { drafts, storage } = open(1);
  drafts.reply(7, false).write('mine');
  drafts.ticket().write({ subject: 'x' });
  expect(drafts.any()).toBe(true);
  drafts.discardAll();
  expect(drafts.any()).toBe(false);
  expect(drafts.reply(7, false).text()).toBe('');
  expect(storage.map.size).toBe(0);
});

test('a draft of an earlier visit is asked about at the sign-out, though nobody opened its ticket', () => {
  const { drafts, storage, dispose } = open(ada.id);
  drafts.reply(7, false).write('half a');
  dispose();
  const page = new TestPage(new FakeServer(), ada, storage);
  expect(page.client.hasUnsent()).toBe(true);
  page.client.discardUnsent();
  expect([page.client.hasUnsent(), storage.map.size]).toEqual([false, 0]);
  page.dispose();
});

test('nothing that arrives touches a draft', async () => {
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
