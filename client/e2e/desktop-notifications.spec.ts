import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import {
  createReply,
  createTicket,
  createTicketInStatus,
  type TestUser,
  waitFor,
} from '../../server/testing/test-app.ts';
import { test } from './support/fixtures.ts';

type Shown = { title: string; body: string; tag: string; isClosed: boolean };

/** Runs in each page before its scripts: records notifications, and lets the test hide the page or take its focus. */
function recordNotifications(userId: number): void {
  const shown: Shown[] = [];
  class Recorder {
    static permission = 'granted';
    readonly #record: Shown;
    constructor(title: string, { body = '', tag = '' }: NotificationOptions) {
      this.#record = { title, body, tag, isClosed: false };
      shown.push(this.#record);
    }
    close() {
      this.#record.isClosed = true;
    }
  }
  const page = { shown, hidden: false, focused: true };
  Object.assign(window, { page, Notification: Recorder });
  Object.defineProperty(document, 'hidden', { get: () => page.hidden });
  Object.defineProperty(document, 'visibilityState', { get: () => (page.hidden ? 'hidden' : 'visible') });
  document.hasFocus = () => page.focused && !page.hidden;
  if (location.protocol !== 'about:')
    localStorage.setItem(`preferences:${userId}`, '{"version":1,"data":{"notify":true}}');
}

type Recorded = { page: { shown: Shown[]; hidden: boolean; focused: boolean } };
const shownIn = (page: Page) => page.evaluate(() => (window as unknown as Recorded).page.shown);
const setPage = (page: Page, state: { hidden?: boolean; focused?: boolean }) =>
  page.evaluate((next) => {
    Object.assign((window as unknown as Recorded).page, next);
    document.dispatchEvent(new Event('visibilitychange'));
    dispatchEvent(new Event('blur'));
  }, state);
const allShown = async (pages: readonly Page[]) => (await Promise.all(pages.map(shownIn))).flat();

/** Resolves when the page receives live events: those of a replay are not notified. */
const isLive = (page: Page) =>
  new Promise<void>((resolve) => {
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => String(payload).includes('["ready"') && resolve()),
    );
  });

/** Opens these paths in tabs of one browser. */
async function openTabs(
  open: (user: TestUser, path: string) => Promise<Page>,
  user: TestUser,
  paths: readonly string[],
): Promise<Page[]> {
  const first = await open(user, '/settings');
  await first.context().addInitScript(recordNotifications, user.user.id);
  const pages: Page[] = [];
  for (const path of paths) {
    const page = pages.length === 0 ? first : await first.context().newPage();
    const live = isLive(page);
    await page.goto(new URL(path, first.url()).href);
    await live;
    pages.push(page);
  }
  return pages;
}

test('no tab notifies of a ticket that the user reads in another, and one does of other tickets', async ({
  app,
  open,
}) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const other = await createTicketInStatus('in_progress', carl, ada);
  const tabs = await openTabs(open, ada, [`/queue/${ticket.id}`, `/queue/${ticket.id}`, '/queue']);
  for (const page of tabs.slice(1)) await setPage(page, { hidden: true });
  for (const page of tabs.slice(0, 2)) await page.locator('.composer textarea').waitFor();
  await createReply(carl, ticket, 'Read at once');
  await createReply(carl, other, 'Elsewhere');
  await waitFor(async () => (await allShown(tabs)).length > 0);
  await createReply(carl, other, 'Elsewhere again');
  await waitFor(async () => (await allShown(tabs)).length > 1);
  const subjects = (await allShown(tabs)).map(({ body }) => body);
  expect(subjects).toHaveLength(2);
  for (const body of subjects) expect(body).toContain(`#${other.id}`);
});

test('a visible window without the focus notifies, each reply alerts, and reading closes the notification', async ({
  app,
  open,
}) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer', 'دانا')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const [page] = await openTabs(open, ada, ['/queue']);
  if (!page) throw new Error('There is one tab.');
  await page.locator(`a[href^="/queue/${ticket.id}"]`).first().waitFor();
  await setPage(page, { focused: false });
  await createReply(carl, ticket, 'One');
  await waitFor(async () => (await shownIn(page)).length === 1);
  await createReply(carl, ticket, 'Two');
  await waitFor(async () => (await shownIn(page)).length === 2);
  const [first, second] = await shownIn(page);
  expect(first?.tag).not.toBe(second?.tag);
  expect(second?.body).toContain('\u2068دانا\u2069 replied');
  // The description of a ticket that the agent has not opened counts too.
  expect(second?.body).toContain('(3 unread)');
  expect([first?.isClosed, second?.isClosed]).toEqual([true, false]);
  await setPage(page, { focused: true });
  await page.locator(`a[href^="/queue/${ticket.id}"]`).first().click();
  await waitFor(async () => (await shownIn(page)).every(({ isClosed }) => isClosed));
});

test('several hidden tabs show one notification for each event', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const tabs = await openTabs(open, ada, ['/queue', '/queue', `/queue/${ticket.id}`]);
  await tabs[2]?.locator('.composer textarea').waitFor();
  for (const page of tabs) await page.locator(`a[href^="/queue/${ticket.id}"]`).first().waitFor();
  for (const page of tabs) await setPage(page, { hidden: true });
  for (let n = 1; n <= 4; n += 1) {
    await createReply(carl, ticket, `Reply ${n}`);
    await waitFor(async () => (await allShown(tabs)).length >= n);
  }
  expect(await allShown(tabs)).toHaveLength(4);
  // The tab that is left takes over.
  for (const page of tabs.slice(1)) await page.close();
  const before = (await allShown(tabs.slice(0, 1))).length;
  await createTicket(carl);
  await waitFor(async () => (await allShown(tabs.slice(0, 1))).length === before + 1);
});

test('the title counts to 99+, the same in two tabs', async ({ app, open }) => {
  const page = await open(await app.createUser('agent'), '/settings');
  let unread = 99;
  await page.context().route('**/api/tickets/counts', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), unread } });
  });
  await page.reload();
  await waitFor(async () => (await page.title()).startsWith('(99) '));
  unread = 993;
  await page.reload();
  const other = await page.context().newPage();
  await other.goto(page.url());
  for (const tab of [page, other]) {
    await waitFor(async () => (await tab.title()).startsWith('(99+) '));
    expect(await tab.locator('link[rel=icon]').getAttribute('href')).toBe('/favicon-unread.svg');
  }
});
