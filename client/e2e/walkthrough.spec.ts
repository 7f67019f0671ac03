import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, expect } from 'vitest';
import { createTicketInStatus, waitFor } from '../../server/testing/test-app.ts';
import { blockRealtime, test } from './support/fixtures.ts';

let screenshotDir: string | undefined;
afterAll(() => void (screenshotDir && process.stdout.write(`Screenshots: ${screenshotDir}\n`)));

/** Takes screenshots of the page in both themes at two widths. */
async function takeScreenshots(page: Page, name: string): Promise<void> {
  screenshotDir ??= mkdtempSync(path.join(tmpdir(), 'helpdesk-screenshots-'));
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: path.join(screenshotDir, `${name}-${theme}-${width}.png`) });
    }
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize({ width: 1440, height: 900 });
}

const message = (page: Page, text: string) => page.locator('.entry:not(.pending)', { hasText: text });
const write = async (page: Page, text: string, keys = 'Control+Enter') => {
  await page.locator('.composer textarea').fill(text);
  await page.locator('.composer textarea').press(keys);
};
/** Under a second on a quiet machine. Less than the next poll or reload, on a busy one. */
const MAX_DELIVERY_MS = 5000;

/** Milliseconds until the promise resolves. */
const durationMs = async (promise: Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await promise;
  return performance.now() - start;
};

test('agent and customer see each other’s changes live, from a new ticket to a reopened one', async ({
  app,
  open,
}) => {
  const ada = await open(await app.createUser('agent', 'Ada Byron'), '/queue?view=unassigned');
  const carl = await open(undefined, '/login');
  await takeScreenshots(carl, 'login');
  await carl.getByRole('link', { name: 'Create an account' }).click();
  await carl.getByLabel('Name').fill('Carl Diaz');
  await carl.getByLabel('E-mail').fill('carl@example.com');
  await carl.getByLabel('Password', { exact: true }).fill('a few good words');
  await carl.getByRole('button', { name: 'Create account' }).click();
  await takeScreenshots(carl, 'first-visit');

  const unassigned = ada.locator('.nav-view.unassigned .nav-count');
  await waitFor(async () => (await unassigned.textContent()) === '0');
  await carl.getByRole('link', { name: 'New ticket' }).first().click();
  await carl.getByLabel('Subject').fill('The printer eats paper');
  await carl.getByLabel('What happened?').fill('Page after page.\n\n- it hums\n- then it eats');
  await takeScreenshots(carl, 'new-ticket');
  await carl.getByRole('button', { name: 'Send' }).click();
  const row = ada.locator('a.row', { hasText: 'The printer eats paper' });
  expect(await durationMs(row.waitFor())).toBeLessThan(MAX_DELIVERY_MS);
  await waitFor(async () => (await unassigned.textContent()) === '1');
  await carl.locator('.next-step', { hasText: /^Ticket #\d+ received/ }).waitFor();

  await row.click();
  await ada.getByRole('button', { name: 'Assign to me' }).click();
  await carl.getByText('Handled by Ada Byron').first().waitFor();
  await takeScreenshots(ada, 'workspace');

  await write(ada, 'Which model is it?');
  expect(await durationMs(message(carl, 'Which model').waitFor())).toBeLessThan(MAX_DELIVERY_MS);
  await write(carl, 'The blue one.');
  expect(await durationMs(message(ada, 'The blue one').waitFor())).toBeLessThan(MAX_DELIVERY_MS);
  await takeScreenshots(carl, 'thread');

  const status = ada.getByRole('button', { name: /^Status/ });
  const waitForStatus = (label: string) => waitFor(async () => (await status.textContent())?.includes(label));
  await waitForStatus('In progress');
  await write(ada, 'Try the other tray.', 'Control+Shift+Enter');
  await waitForStatus('Waiting');
  await carl.getByText('We need your answer').waitFor();
  await write(carl, 'Still hungry.');
  await waitForStatus('In progress');
  await write(ada, 'A new one is on its way.', 'Control+Alt+Enter');
  await waitForStatus('Resolved');
  await takeScreenshots(ada, 'resolved');
  await carl.getByRole('button', { name: 'Reopen', exact: true }).click();
  await carl.locator('h1:focus').waitFor();
  await waitForStatus('Reopened');
  await ada.locator('.composer textarea').press('Escape');
  await status.click();
  await ada.getByRole('menuitem', { name: 'Start' }).click();
  await waitForStatus('In progress');
  await carl.getByText('In progress', { exact: true }).waitFor();
  await takeScreenshots(ada, 'reopened');
});

test('a reply refused with 500 survives a reload and is sent once', async ({
  app,
  open,
  allowConsoleErrors,
}) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(carl, '/settings');
  allowConsoleErrors(/status of 500|net::ERR_FAILED/);
  // The long Retry-After and the blocked realtime connection leave the button as the only retry.
  const serverError = { status: 500, headers: { 'retry-after': '60' }, body: 'Error' };
  await blockRealtime(page);
  await page.route('**/replies', (route) => route.fulfill(serverError));
  await page.goto(`${app.url}/tickets/${ticket.id}`);
  await write(page, 'Send me once');
  await page.getByText('It will not be sent twice.').waitFor();
  const failedResponse = page.waitForResponse('**/replies');
  await page.reload();
  await failedResponse;
  await page.getByText('Send me once').waitFor();
  await page.unroute('**/replies');
  await page.getByRole('button', { name: 'Retry now' }).click();
  await message(page, 'Send me once').waitFor();
  await page.locator('.pending').waitFor({ state: 'detached' });
  const { body } = await carl.get<{ replies: unknown[] }>(`/api/tickets/${ticket.id}`);
  expect(body.replies).toHaveLength(1);
});
