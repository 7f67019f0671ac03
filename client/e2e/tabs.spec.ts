import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { createReply, createTicketInStatus, type TestUser, waitFor } from '../../server/testing/test-app.ts';
import type { Reply, Ticket } from '../../shared/schemas.ts';
import { NO_NETWORK, test } from './support/fixtures.ts';

const LONG = 'A long and careful answer, which took half an hour to write.';
const composer = (page: Page) => page.locator('.composer textarea');
const textOf = (page: Page) => composer(page).inputValue();
const pending = (page: Page) => page.locator('.entry.pending');
const repliesOn = async (caller: TestUser, { id }: Ticket) =>
  (await caller.get<{ replies: Reply[] }>(`/api/tickets/${id}`)).body.replies.map(({ content }) => content);
const draftIsStored = (page: Page, text: string) =>
  waitFor(() =>
    page.evaluate(
      (part) =>
        Object.entries(localStorage).some(([key, value]) => /:draft:/.test(key) && value.includes(part)),
      text,
    ),
  );

/** Runs in each page before its scripts: while it is suspended, it receives no reports of other tabs' changes. */
function allowSuspension(): void {
  const suspend = (event: Event) => 'isSuspended' in window && event.stopImmediatePropagation();
  for (const name of ['storage', 'focus', 'visibilitychange']) addEventListener(name, suspend, true);
}
const suspend = (page: Page) => page.evaluate(() => void Object.assign(window, { isSuspended: true }));
const resume = (page: Page) =>
  page.evaluate(() => {
    Reflect.deleteProperty(window, 'isSuspended');
    dispatchEvent(new Event('pageshow'));
  });

/** Opens the same path in another tab of this browser. */
async function openAnotherTab(page: Page): Promise<Page> {
  const other = await page.context().newPage();
  await other.goto(page.url());
  return other;
}

test('a draft is the same in two tabs, and after it is sent in one it stands in neither', async ({
  app,
  open,
}) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(ada, `/queue/${ticket.id}`);
  await composer(page).waitFor();
  const other = await openAnotherTab(page);
  await composer(other).waitFor();
  await composer(page).fill(LONG);
  await waitFor(async () => (await textOf(other)) === LONG);
  await composer(page).press('Control+Enter');
  await waitFor(async () => (await textOf(other)) === '');
  await other.locator('.entry:not(.pending)', { hasText: LONG }).waitFor();
  expect([await textOf(page), await textOf(other)]).toEqual(['', '']);
  await other.reload();
  await composer(other).waitFor();
  expect(await textOf(other)).toBe('');
  expect(await repliesOn(carl, ticket)).toEqual([LONG]);
});

test('typing and deleting a letter in one tab keeps the draft of another', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(carl, `/tickets/${ticket.id}`);
  await composer(page).waitFor();
  const other = await openAnotherTab(page);
  await composer(other).waitFor();
  await composer(page).fill(LONG);
  await composer(other).press('End');
  await composer(other).pressSequentially('x');
  await composer(other).press('Backspace');
  await draftIsStored(page, LONG);
  await waitFor(async () => (await textOf(other)) === LONG);
  expect(await textOf(page)).toBe(LONG);
  for (const tab of [page, other]) await tab.close();
  const later = await page.context().newPage();
  await later.goto(`${app.url}/tickets/${ticket.id}`);
  await waitFor(async () => (await textOf(later)) === LONG);
});

test('two tabs that write at the same time keep both texts and offer the other one', async ({
  app,
  open,
}) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(carl, `/tickets/${ticket.id}`);
  await page.context().addInitScript(allowSuspension);
  await page.reload();
  const other = await openAnotherTab(page);
  for (const tab of [page, other]) {
    await composer(tab).waitFor();
    await suspend(tab);
  }
  await composer(page).fill('Try to restart it.');
  await draftIsStored(page, 'restart');
  await composer(other).fill('Which version is it?');
  await draftIsStored(other, 'version is it');
  for (const tab of [page, other]) await resume(tab);
  await page.locator('.other-drafts', { hasText: 'Which version is it?' }).waitFor();
  await other.locator('.other-drafts', { hasText: 'Try to restart it.' }).waitFor();
  expect([await textOf(page), await textOf(other)]).toEqual(['Try to restart it.', 'Which version is it?']);
  await other.getByRole('button', { name: 'Add it here' }).click();
  expect(await textOf(other)).toBe('Which version is it?\n\nTry to restart it.');
  await other.locator('.other-drafts').waitFor({ state: 'detached' });
  await other.reload();
  await waitFor(async () => (await textOf(other)).endsWith('Try to restart it.'));
});

test('a page that ends between sending and clearing a draft offers it no second time', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(carl, `/tickets/${ticket.id}`);
  allowConsoleErrors(NO_NETWORK);
  await page.context().route('**/replies', (route) => route.abort());
  await composer(page).fill(LONG);
  await draftIsStored(page, LONG);
  const drafts = () =>
    page.evaluate(() => Object.entries(localStorage).filter(([key]) => key.includes(':draft:')));
  const before = await drafts();
  await composer(page).press('Control+Enter');
  await pending(page).waitFor();
  await waitFor(async () => !(await drafts()).some(([, value]) => value.includes(LONG)));
  await page.evaluate((entries) => {
    for (const [key, value] of entries) localStorage.setItem(key, value);
  }, before);
  await page.goto('about:blank');
  await page.goto(`${app.url}/tickets/${ticket.id}`);
  await pending(page).waitFor();
  await waitFor(async () => (await textOf(page)) === '');
  await page.reload();
  await pending(page).waitFor();
  expect(await textOf(page)).toBe('');
  await page.context().unroute('**/replies');
  await page.locator('.entry:not(.pending)', { hasText: LONG }).waitFor();
  expect(await repliesOn(carl, ticket)).toEqual([LONG]);
});

test('with a full storage the page claims no saved draft, keeps the text, and saves it later', async ({
  app,
  open,
}) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(carl, '/tickets');
  const setFull = (isFull: boolean) =>
    page.evaluate((full) => {
      const state = window as unknown as { storeItem?: Storage['setItem'] };
      state.storeItem ??= Storage.prototype.setItem;
      Storage.prototype.setItem = full
        ? () => {
            throw new DOMException('The quota is exceeded.', 'QuotaExceededError');
          }
        : state.storeItem;
    }, isFull);
  await page.locator(`a[href="/tickets/${ticket.id}"]`).first().click();
  await composer(page).waitFor();
  await setFull(true);
  await composer(page).fill(LONG);
  // The page shows live events while it cannot store the draft.
  await createReply(ada, ticket, 'Are you there?');
  await page.locator('.entry', { hasText: 'Are you there?' }).waitFor();
  await page.getByRole('link', { name: 'Back to my tickets' }).click();
  await page.locator(`a[href="/tickets/${ticket.id}"]`).first().click();
  await waitFor(async () => (await textOf(page)) === LONG);
  expect(await page.getByText('Draft saved').count()).toBe(0);
  await setFull(false);
  await page.getByText('Draft saved').waitFor();
  await draftIsStored(page, LONG);
});

test('preferences and theme of one tab apply in another, and none is undone', async ({ app, open }) => {
  const page = await open(await app.createUser('agent'), '/settings');
  const other = await openAnotherTab(page);
  const toggle = (tab: Page, name: string) => tab.getByRole('switch', { name });
  await toggle(page, 'Enter sends').click();
  await waitFor(() => toggle(other, 'Enter sends').isChecked());
  await toggle(other, 'Single-key shortcuts').click();
  await waitFor(async () => !(await toggle(page, 'Single-key shortcuts').isChecked()));
  expect(await toggle(page, 'Enter sends').isChecked()).toBe(true);
  await page.locator('label', { hasText: 'Dark' }).click();
  await waitFor(() => other.evaluate(() => document.documentElement.dataset.theme === 'dark'));
  await waitFor(() => other.getByRole('radio', { name: 'Dark' }).isChecked());
});

test('the new-ticket form is the same in two tabs, and empty in both after it was sent', async ({
  app,
  open,
}) => {
  const carl = await app.createUser('customer');
  const page = await open(carl, '/tickets/new');
  const other = await openAnotherTab(page);
  const subject = (tab: Page) => tab.locator('[name=subject]');
  await subject(other).waitFor();
  await subject(page).fill('Printer');
  await page.locator('textarea[name=description]').fill('It smokes.');
  await waitFor(
    async () => (await other.locator('textarea[name=description]').inputValue()) === 'It smokes.',
  );
  await page.locator('button[type=submit]').click();
  await page.waitForURL(/\/tickets\/\d+$/);
  await waitFor(async () => (await subject(other).inputValue()) === '');
  expect((await carl.get<{ total: number }>('/api/tickets')).body.total).toBe(1);
});
