import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { createTicketInStatus } from '../../server/testing/test-app.ts';
import { filesOf, VISITS } from '../bench/bundle-size.ts';
import { test } from './support/fixtures.ts';

/** What this page has loaded of the build and the budget does not weigh for this visit. */
async function uncounted(page: Page, visit: keyof typeof VISITS): Promise<string[]> {
  await page.waitForLoadState('networkidle');
  const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map((one) => one.name));
  const files = loaded.map((url) => new URL(url).pathname).filter((path) => path.startsWith('/assets/'));
  expect(files.length).toBeGreaterThan(2);
  return files.filter((path) => !filesOf(VISITS[visit].entries).includes(path.slice(1)));
}

test('signing in loads what the budget weighs, and nothing else', async ({ open }) => {
  const page = await open(undefined, '/login');
  await page.getByLabel('E-mail').click();
  expect(await uncounted(page, 'sign in')).toEqual([]);
});

test('a first page, and then a first ticket, load what the budget weighs, and nothing else', async ({
  app,
  open,
}) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  await createTicketInStatus('in_progress', carl, ada);
  const visits = [
    { who: carl, at: '/tickets', row: '.ticket-card', role: 'customer' },
    { who: ada, at: '/queue', row: 'a.row', role: 'agent' },
  ] as const;
  for (const { who, at, row, role } of visits) {
    const page = await open(who, at);
    await page.locator(row).first().waitFor();
    // The second time, this browser knows whom to expect.
    await page.reload();
    await page.locator(row).first().waitFor();
    expect(await uncounted(page, role)).toEqual([]);
    await page.locator(row).first().click();
    await page.locator('.composer').waitFor();
    expect(await uncounted(page, `${role}, a ticket open`)).toEqual([]);
  }
});
