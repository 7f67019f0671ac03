import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { createReply, createTicket, createTicketInStatus, waitFor } from '../../server/testing/test-app.ts';
import { NO_NETWORK, test } from './support/fixtures.ts';

const HOUR_MS = 3_600_000;

/** Sets the clock of the browser that the page has from its next load on. */
const shiftClock = (page: Page, shiftMs: number) =>
  page.addInitScript((shift) => {
    const RealDate = Date;
    const state = Object.assign(window, { clockShift: shift });
    const now = () => RealDate.now() + state.clockShift;
    // Seam: a class that replaces `Date` in this page.
    globalThis.Date = new Proxy(RealDate, {
      construct: (target, args) => Reflect.construct(target, args.length > 0 ? args : [now()]),
      get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
    });
  }, shiftMs);

const agesIn = (page: Page, selector: string) => page.locator(`${selector} time`).allTextContents();
const YOUNG = /^(now|1m|\d+ seconds?|less than a minute|1 minute)$/;

const CLOCKS: readonly [string, number][] = [
  ['three hours fast', 3 * HOUR_MS],
  ['three hours slow', -3 * HOUR_MS],
  ['two days slow', -48 * HOUR_MS],
];

for (const [name, shift] of CLOCKS) {
  test(`with a clock that is ${name}, ages, days and pending replies follow the server`, async ({
    app,
    open,
    allowConsoleErrors,
  }) => {
    const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
    const ticket = await createTicket(carl);
    const page = await open(ada, '/queue');
    await shiftClock(page, shift);
    await page.reload();
    const row = `a[href^="/queue/${ticket.id}"]`;
    await page.locator(row).first().waitFor();
    const ages = await agesIn(page, row);
    expect(ages.length).toBeGreaterThan(0);
    for (const age of ages) expect(age.trim()).toMatch(YOUNG);
    await page.goto(`${app.url}/queue/${ticket.id}`);
    await createReply(carl, ticket, 'Just now');
    await page.locator('.entry', { hasText: 'Just now' }).waitFor();
    expect(await page.locator('.divider.day').allTextContents()).toEqual(['Today']);
    allowConsoleErrors(NO_NETWORK);
    await page.context().setOffline(true);
    await page.locator('.composer textarea').fill('Written offline');
    await page.locator('.composer textarea').press('Control+Enter');
    const pending = page.locator('.entry.pending', { hasText: 'Written offline' });
    const writtenAt = await pending.locator('time').first().getAttribute('datetime');
    expect(Math.abs(Date.parse(writtenAt ?? '') - Date.now())).toBeLessThan(60_000);
    await page.context().setOffline(false);
    await page.locator('.entry:not(.pending)', { hasText: 'Written offline' }).waitFor();
  });
}

test('a clock that is set while the page is open changes no age', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicketInStatus('open', carl, ada);
  const page = await open(ada, '/queue');
  await shiftClock(page, 0);
  await page.reload();
  const row = `a[href^="/queue/${ticket.id}"]`;
  await page.locator(row).first().waitFor();
  for (const shift of [5 * HOUR_MS, -3 * HOUR_MS]) {
    const corrected = page.waitForResponse('**/api/desk');
    await page.evaluate((clockShift) => {
      Object.assign(window, { clockShift });
      // What the shared clock of the page does every 30 s.
      document.dispatchEvent(new Event('visibilitychange'));
    }, shift);
    await corrected;
    const other = await createTicket(carl, { subject: `Created at shift ${shift}` });
    await page.locator(`a[href^="/queue/${other.id}"]`).first().waitFor();
    await waitFor(async () => (await agesIn(page, row)).every((age) => YOUNG.test(age.trim())));
    for (const age of await agesIn(page, `a[href^="/queue/${other.id}"]`)) expect(age.trim()).toMatch(YOUNG);
  }
});
