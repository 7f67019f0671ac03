import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { createTicketInStatus } from '../../server/testing/test-app.ts';
import { test } from './support/fixtures.ts';

/** The middle of the first line of text in an element. */
const middle = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      const [line] = range.getClientRects();
      return line ? line.y + line.height / 2 : Number.NaN;
    });

test('the titles of rail, list, thread and aside stand on one line', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('in_progress', carl, ada);
  const page = await open(ada, `/queue/${ticket.id}`, { viewport: { width: 1440, height: 900 } });
  for (const selector of ['.brand', '.queue-title', '.ticket-subject', '.customer-name']) {
    await page.locator(selector).waitFor();
    expect(Math.abs((await middle(page, selector)) - 30), selector).toBeLessThanOrEqual(1);
  }
});

test('an agent page scrolls in its pane: the document itself has nothing to scroll', async ({
  app,
  open,
}) => {
  const page = await open(await app.createUser('agent'), '/settings', {
    viewport: { width: 1440, height: 600 },
  });
  await page.locator('text=For developers').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(600);
});
