import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { createTicketInStatus } from '../../server/testing/test-app.ts';
import { filesOf, VISITS } from '../bench/bundle-size.ts';
import { test } from './support/fixtures.ts';

/** The build files this page has loaded that the budget of this visit does not include. */
async function filesOutsideBudget(page: Page, visit: keyof typeof VISITS): Promise<string[]> {
  await page.waitForLoadState('networkidle');
  const loaded = await page.evaluate(() =>
    performance.getEntriesByType('resource').map((entry) => entry.name),
  );
  const files = loaded.map((url) => new URL(url).pathname).filter((path) => path.startsWith('/assets/'));
  expect(files.length).toBeGreaterThan(2);
  return files.filter((path) => !filesOf(VISITS[visit].entries).includes(path.slice(1)));
}

test('the sign-in page loads only files included in its budget', async ({ open }) => {
  const page = await open(undefined, '/login');
  await page.getByLabel('E-mail').click();
  expect(await filesOutsideBudget(page, 'sign in')).toEqual([]);
});

test('the start page and the first ticket load only files included in their budgets', async ({
  app,
  open,
}) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  await createTicketInStatus('in_progress', carl, ada);
  const visits = [
    { user: carl, path: '/tickets', row: '.ticket-card', role: 'customer' },
    { user: ada, path: '/queue', row: 'a.row', role: 'agent' },
  ] as const;
  for (const { user, path, row, role } of visits) {
    const page = await open(user, path);
    await page.locator(row).first().waitFor();
    // On the second visit the browser has stored the role and preloads its page.
    await page.reload();
    await page.locator(row).first().waitFor();
    expect(await filesOutsideBudget(page, role)).toEqual([]);
    await page.locator(row).first().click();
    await page.locator('.composer').waitFor();
    expect(await filesOutsideBudget(page, `${role}, a ticket open`)).toEqual([]);
  }
});
